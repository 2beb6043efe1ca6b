/**
 * What an application sends and when: a thread that calls send() on a schedule. A send() that blocks (P4), or a synchronous one that
 * waits for its result (P8), makes the thread late; it catches up as fast as it can, the schedule itself does not move.
 */
import { GARBLED } from './garbled.ts';
import { payloadOf, type Payload } from './producer/codecs.ts';
import { recordBytes, utf8Length } from './recordSize.ts';

/** What the thread does, as the scenario says it. */
export interface Schedule {
  /** A send() every so many ms from `startAt`, or at exactly these times. */
  readonly everyMs: number | null;
  readonly atMs: readonly number[] | null;
  readonly count: number | null;
  readonly startAt: number;
  /** Nothing is sent from here on, not even what a thread that is late had still to send. */
  readonly stopAt: number | null;
  readonly keys: readonly string[] | null;
  readonly pick: 'turn' | 'random';
  readonly value: { readonly bytes: number; readonly kind?: Payload } | { readonly text: string | null };
  /** F4: records whose value no consumer can deserialize, by their place in the workload. */
  readonly poison?: readonly number[];
}

export interface WorkloadState {
  /** send() calls made. */
  readonly made: number;
  /** Position in the schedule: the how-manieth tick comes next. */
  readonly tick: number;
  /** The thread sits inside a send(): `blocked` in the call itself, or waiting for the result of this record. */
  readonly blocked: boolean;
  readonly awaits: number | null;
}

export const idleWorkload: WorkloadState = { made: 0, tick: 0, blocked: false, awaits: null };

/** When the next send() is scheduled, or null when there is none; a time that has passed means at once. */
export function nextSendAt(spec: Schedule, state: WorkloadState, now: number): number | null {
  if (spec.count !== null && state.made >= spec.count) return null;
  const at = spec.everyMs !== null ? spec.startAt + state.tick * spec.everyMs : spec.atMs?.[state.tick];
  if (at === undefined || (spec.stopAt !== null && Math.max(at, now) >= spec.stopAt)) return null;
  return at;
}

/** A process that (re)starts goes on with its schedule from now: what it missed while it was not there is not made up for. */
export function resumeWorkload(spec: Schedule, state: WorkloadState, now: number): WorkloadState {
  const missed = spec.everyMs !== null ? Math.ceil((now - spec.startAt) / spec.everyMs) : (spec.atMs ?? []).filter((at) => at < now).length;
  return { ...state, tick: Math.max(state.tick, missed, 0), blocked: false, awaits: null };
}

export interface Composed {
  readonly key: string | null;
  readonly value: string | null;
  readonly bytes: number;
  readonly payload: Payload;
}

/** The record of the next send(). `draw` is this record's luck below a bound; a value given by its size is shown as the record's name. */
export function composeRecord(spec: Schedule, state: WorkloadState, name: string, draw: (below: number) => number): Composed {
  const { keys, value } = spec;
  const index = keys === null ? 0 : spec.pick === 'random' ? draw(keys.length) : state.made % keys.length;
  const key = keys?.[index] ?? null;
  const plain = 'text' in value ? value.text : name;
  const text = spec.poison?.includes(state.made) === true ? GARBLED + (plain ?? '') : plain;
  const valueBytes = 'bytes' in value ? value.bytes : value.text === null ? null : utf8Length(value.text);
  const payload = 'bytes' in value ? (value.kind ?? 'bytes') : payloadOf(value.text ?? '');
  return { key, value: text, payload, bytes: recordBytes(key === null ? null : utf8Length(key), valueBytes) };
}
