/**
 * Luck without a generator: every number is a hash of who asks and for the how-manieth time, so that changing one setting
 * does not reshuffle everybody else's luck (N1). All functions are pure; results are unsigned 32-bit integers or fractions in [0, 1).
 */

/** MurmurHash3's finaliser: a small change of the input changes every bit of the output. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One 32-bit number out of several. */
export function hash(...parts: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) h = mix(Math.imul(h, 31) + part + 0x7f4a7c15);
  return h >>> 0;
}

/** A 32-bit number for a name (FNV-1a over UTF-16 code units, then mixed). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

const dice = new Map<string, number>();

/** {@link hashText} of a name that is asked for again and again: an actor's own die. */
export function dieOf(actor: string): number {
  let die = dice.get(actor);
  if (die === undefined) dice.set(actor, (die = hashText(actor)));
  return die;
}

/** The n-th fraction in [0, 1) out of one piece of luck. */
export const draw = (luck: number, n = 0): number => hash(luck, n) / 0x1_0000_0000;

/** The n-th whole number in [0, below) out of one piece of luck. */
export const drawInt = (luck: number, n: number, below: number): number => Math.floor(draw(luck, n) * below);

/** A UUID-shaped name out of luck, for member ids (`billing-1-3f2c…`). */
export function drawUuid(luck: number): string {
  const hex = (n: number) => hash(luck, 0x75756964, n).toString(16).padStart(8, '0');
  const text = hex(0) + hex(1) + hex(2) + hex(3);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20, 32)}`;
}
