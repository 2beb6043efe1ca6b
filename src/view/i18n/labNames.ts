/** What experiments and templates are called, and when something was. */
import { templateHeads } from '../../lesson/catalog/templates.ts';
import type { Shape } from '../../lesson/template.ts';
import type { Experiment } from '../lab/experiments.ts';
import { locale } from './locale.svelte.ts';
import { m } from './paraglide/messages.js';

/** The name of a template; of nothing: an empty cluster. */
export const templateName = (id: string | null): string => templateHeads.find((it) => it.id === id)?.title[locale.value] ?? m.lab_empty();

export const experimentName = ({ name, from }: Experiment): string => (name !== '' ? name : templateName(from));

/** `3시간 전`, `yesterday`. */
export function since(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' });
  const minutes = Math.round((at - now) / 60_000);
  if (minutes > -60) return format.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours > -24 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
}

export const shapeWords = ({ brokers, producers, topics, groups }: Shape): string =>
  m.lab_sketch({ brokers, producers, topics: topics.length, consumers: groups.reduce((sum, it) => sum + it, 0) });
