/** How the stage is drawn: what may be seen in this place, what of it somebody wants to see, and how the picture is arranged. */
import { layers } from './geometry/layer.ts';
import type { Layer } from './geometry/layer.ts';
import type { Component } from 'svelte';
import type { Arrangement } from './geometry/scene.ts';
import { page } from './page.svelte.ts';
import { place } from './place.svelte.ts';
import { hrefOf } from './routes.ts';
import type { Session } from './session.svelte.ts';

type Choices = Readonly<Partial<Record<Layer, boolean>>>;

class StageView {
  /** What can be chosen here: in a lesson only what it has revealed. */
  offered = $state.raw<readonly Layer[]>(layers);
  /** What is seen here unless somebody chooses otherwise. */
  private usual = $state.raw<readonly Layer[]>(layers);
  private choices = $state.raw<Choices>({});
  arrangement = $state<Arrangement>('topic');
  /** What is drawn; the same set as long as nothing of it changes. */
  readonly layers: ReadonlySet<Layer> = $derived(new Set(this.offered.filter((it) => this.choices[it] ?? this.usual.includes(it))));
  /** What the present place lays over the picture: the Lab, what a cluster still lacks. */
  over = $state.raw<Component<{ session: Session }> | null>(null);

  /** A place begins: what it shows, what else may be chosen there, and what somebody chose there before. */
  reveal(these: readonly Layer[] = layers, offered: readonly Layer[] = these): void {
    this.usual = these;
    this.offered = offered;
    this.choices = page.keeper.get<Choices>(keyHere()) ?? {};
  }

  show(layer: Layer, shown: boolean): void {
    this.choices = { ...this.choices, [layer]: shown };
    page.keeper.set(keyHere(), this.choices);
  }
}

/** Choices are kept for each place; the steps of a lesson are one. */
function keyHere(): string {
  const { route } = place;
  return `layers:${hrefOf(route.place === 'lesson' ? { ...route, step: null } : route)}`;
}

export const stageView = new StageView();
