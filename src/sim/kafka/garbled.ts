/**
 * F4: poison pills. Values are text here, so bytes that no deserializer can read stand as text decoders show them: as U+FFFD, the
 * replacement character. A value that begins with it makes poll() throw.
 */
import type { LogRecord } from '../messages.ts';

export const GARBLED = '\uFFFD';

export const isGarbled = ({ value }: LogRecord): boolean => value?.charCodeAt(0) === 0xfffd;
