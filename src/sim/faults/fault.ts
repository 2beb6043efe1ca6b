/** What a fault is: something done to the world from outside, with the fact that led to it. */
import type { ActorId, NodeId } from '../address.ts';
import { ADMIN } from '../address.ts';
import type { Draft } from '../kernel/draft.ts';

export type Fault<Target> = (draft: Draft, target: Target, cause: number) => void;

/** The actor that speaks for a node: its first. */
export const spokesman = (draft: Draft, node: NodeId): ActorId => draft.node(node).actors[0] ?? ADMIN;
