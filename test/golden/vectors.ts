import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Golden vectors: inputs and outputs recorded from Apache Kafka 4.3.1's own classes. They come from `GOLDEN_DIR`
 * (relative to where the tests are started), or from the copy beside this file.
 */
export const ownCopy = fileURLToPath(new URL('./vectors', import.meta.url));
export const goldenDir = process.env['GOLDEN_DIR'] ? resolve(process.env['GOLDEN_DIR']) : ownCopy;

/** Names of everything in the folder: files without `.json`, folders as they are called. */
export function vectorNames(): string[] {
  if (!existsSync(goldenDir)) throw new Error(`GOLDEN_DIR: there is no folder ${goldenDir}`);
  const entries = readdirSync(goldenDir, { withFileTypes: true });
  return entries
    .flatMap((entry) => (entry.isDirectory() ? entry.name : entry.name.endsWith('.json') ? entry.name.slice(0, -5) : []))
    .sort();
}

export function readVectors<Case>(name: string): Case[] {
  return JSON.parse(readFileSync(resolve(goldenDir, `${name}.json`), 'utf8')) as Case[];
}

/** One case of a family: what it is called, how many steps it checks, and the check, which throws. */
export interface GoldenCase {
  readonly name: string;
  readonly steps: number;
  /** Names of steps where we differ from Kafka on purpose. */
  readonly excepted?: readonly string[];
  /** May return the steps whose owners agree with Kafka but whose lists are in another order. */
  check(): void | readonly string[];
}

/** How to read one file of vectors. */
export type Family = () => readonly GoldenCase[];
