/** Small signs that say a state by shape, where words would not fit or beside them. */
import type { BrokerModel, GroupModel } from './model.ts';

export const signKinds = [
  'fenced',
  'crashed',
  'paused',
  'stopped',
  'leaving',
  'slow',
  'controller',
  'coordinator',
  'blocked',
  'retrying',
  'reordering',
] as const;
export type SignKind = (typeof signKinds)[number];

export interface Sign {
  readonly kind: SignKind;
  /** Upper left corner. */
  readonly x: number;
  readonly y: number;
}

/** Signs are square. */
export const signSize = 12;
const gap = 4;

/** What is the matter with a broker, and what office it holds. */
export function brokerSigns({ state, leaving, appendMs, isController }: BrokerModel, coordinates: boolean): SignKind[] {
  const node = state !== 'running' ? state : leaving === true ? ('leaving' as const) : null;
  return [
    ...(node === null ? [] : [node]),
    ...(appendMs === undefined ? [] : ['slow' as const]),
    ...(isController ? ['controller' as const] : []),
    ...(coordinates ? ['coordinator' as const] : []),
  ];
}

/** Side by side, `middle` being the height of their middle. */
export const signsAt = (kinds: readonly SignKind[], x: number, middle: number): Sign[] =>
  kinds.map((kind, index) => ({ kind, x: x + index * (signSize + gap), y: middle - signSize / 2 }));

export const signsWidth = (count: number): number => count * (signSize + gap);

/** The groups a broker coordinates already: one that has yet to load their offsets does not. */
export const coordinatedBy = (broker: number, groups: readonly GroupModel[]): readonly GroupModel[] =>
  groups.filter((group) => group.coordinated && group.coordinator === broker);
