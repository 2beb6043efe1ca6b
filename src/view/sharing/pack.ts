/** Data as text that fits into an address: JSON, deflated (zlib), in base64url, behind the version of this packing: `1.eJyr…`. */
import { Unzlib, zlibSync } from 'fflate';
import type { LinkFault } from './problems.ts';

const VERSION = 1;
/** What a person's run comes to is some kilobytes; what is larger is an accident or an attack. */
const MOST_CHARACTERS = 1_000_000;
const MOST_BYTES = 2_000_000;
/** Deflate makes at most about a thousand bytes out of one: so nothing large is made before its size is seen. */
const PORTION = 4096;

export function pack(data: unknown): string {
  const bytes = zlibSync(new TextEncoder().encode(JSON.stringify(data)), { level: 9 });
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `${VERSION}.${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

export type Unpacked = { readonly data: unknown } | { readonly fault: LinkFault };

const fault = (kind: LinkFault['kind']): Unpacked => ({ fault: { kind } as LinkFault });

export function unpack(payload: string): Unpacked {
  if (payload === '') return fault('empty');
  if (payload.length > MOST_CHARACTERS) return fault('tooBig');
  const [, version, text] = /^(\d+)\.(.*)$/s.exec(payload) ?? [];
  if (version === undefined || text === undefined) return fault('notALink');
  if (Number(version) > VERSION) return { fault: { kind: 'tooNew', version } };
  if (Number(version) < VERSION) return fault('notALink');
  const packed = bytesOf(text);
  if (packed === null) return fault('notBase64');
  const inflated = inflate(packed);
  if (!(inflated instanceof Uint8Array)) return { fault: inflated };
  try {
    return { data: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(inflated)) as unknown };
  } catch {
    return fault('notJson');
  }
}

function bytesOf(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (it) => it.charCodeAt(0));
  } catch {
    return null;
  }
}

function inflate(packed: Uint8Array): Uint8Array | LinkFault {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Unzlib((part, final) => {
    parts.push(part);
    size += part.length;
    ended ||= final;
  });
  try {
    for (let at = 0; at < packed.length && size <= MOST_BYTES; at += PORTION)
      stream.push(packed.subarray(at, at + PORTION), at + PORTION >= packed.length);
  } catch (error) {
    return /unexpected EOF/.test(String(error)) ? { kind: 'cutOff' } : { kind: 'damaged' };
  }
  if (size > MOST_BYTES) return { kind: 'tooBig' };
  if (!ended) return { kind: 'cutOff' };
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const sum = new DataView(packed.buffer, packed.byteOffset + packed.length - 4).getUint32(0);
  return adler32(whole) === sum ? whole : { kind: 'damaged' };
}

/** RFC 1950: what was packed stands at the end as a sum, which the library does not look at. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
