/** A command in words, for facts, menus and undo: `crash billing-2`. */
import type { Command } from '../../sim/index.ts';
import { nodeName } from './names.ts';
import { m } from './paraglide/messages.js';

/** What a verb is called in menus. A verb without a word of its own is shown as it is written. */
export function verbWords(verb: string): string {
  switch (verb) {
    case 'crash':
      return m.verb_crash();
    case 'restart':
      return m.verb_restart();
    case 'pause':
      return m.verb_pause();
    case 'resume':
      return m.verb_resume();
    case 'cut':
      return m.verb_cut();
    case 'heal':
      return m.verb_heal();
    case 'shutdown':
      return m.verb_shutdown();
    case 'addBroker':
      return m.verb_add_broker();
    case 'electLeaders':
      return m.verb_elect_leaders();
    case 'slowLink':
      return m.verb_slow_link();
    case 'slowDisk':
      return m.verb_slow_disk();
    case 'send':
      return m.verb_send();
    case 'flush':
      return m.verb_flush();
    case 'close':
      return m.verb_close();
    case 'addProducer':
      return m.verb_add_producer();
    case 'addGroup':
      return m.verb_add_group();
    case 'addMember':
      return m.verb_add_member();
    case 'removeMember':
      return m.verb_remove_member();
    case 'setConfig':
      return m.verb_set_config();
    case 'commit':
      return m.verb_commit();
    case 'seek':
      return m.verb_seek();
    case 'createTopic':
      return m.verb_create_topic();
    case 'addPartitions':
      return m.verb_add_partitions();
    case 'deleteTopic':
      return m.verb_delete_topic();
    case 'alterConfig':
      return m.verb_alter_config();
    case 'subscribe':
      return m.lab_verb_subscribe();
    case 'pausePartitions':
      return m.lab_verb_pause_partitions();
    case 'resumePartitions':
      return m.lab_verb_resume_partitions();
    default:
      return verb;
  }
}

const text = (value: unknown): string => {
  if (typeof value === 'string') return nodeName(value);
  if (Array.isArray(value)) return value.map(text).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, it]) => `${name}=${text(it)}`)
      .join(', ');
  return String(value);
};

/** What a command is about: the target first, the rest as it was written. */
function aboutOf({ do: _verb, at: _at, ...args }: Command): readonly string[] {
  const { target, between, member, producer, id, group, topic, config, key, ...rest } = args;
  const about = [target, producer, member, id, group, topic].filter((it) => it !== undefined && it !== null).map(nodeOrText);
  if (Array.isArray(between)) about.unshift(between.map((side) => [side].flat().map(nodeOrText).join(', ')).join(' ↔ '));
  if (typeof key === 'string') about.push(m.fact_record_keyed({ key }));
  if (config !== undefined) about.push(text(config));
  if (about.length === 0) for (const value of Object.values(rest)) about.push(text(value));
  return about;
}

export const commandWords = (command: Command): string => [verbWords(command.do), ...aboutOf(command)].join(' · ');

/** As one says it: `broker 2 crash` in Korean, `crash: broker 2` in English. */
export function commandSentence(command: Command): string {
  const about = aboutOf(command).join(' · ');
  return about === '' ? verbWords(command.do) : m.lab_command({ about, verb: verbWords(command.do) });
}

const nodeOrText = (value: unknown): string => (typeof value === 'number' ? nodeName(String(value)) : text(value));
