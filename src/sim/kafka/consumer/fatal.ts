/** Errors that no retry heals: poll() throws them at the application. */
import type { ErrorCode } from '../../messages.ts';

const FATAL: Partial<Record<ErrorCode, string>> = {
  INCONSISTENT_GROUP_PROTOCOL: 'InconsistentGroupProtocolException',
  INVALID_SESSION_TIMEOUT: 'InvalidSessionTimeoutException',
  FENCED_INSTANCE_ID: 'FencedInstanceIdException',
  GROUP_MAX_SIZE_REACHED: 'GroupMaxSizeReachedException',
};

export const fatal = (error: ErrorCode): string => FATAL[error] ?? 'KafkaException';
