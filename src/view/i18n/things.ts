/** What a thing on the stage is called, and what an action is called in its menu. */
import type { Action } from '../actions.ts';
import type { Thing } from '../geometry/thing.ts';
import { nodeName } from './names.ts';
import { m } from './paraglide/messages.js';
import { verbWords } from './commands.ts';

export function thingWords(thing: Thing): string {
  switch (thing.kind) {
    case 'broker':
      return m.thing_broker({ id: thing.id });
    case 'controller':
      return m.thing_controller({ id: thing.id });
    case 'partition':
      return m.thing_partition({ name: `${thing.topic}-${thing.partition}` });
    case 'replica':
      return m.thing_replica({ name: `${thing.topic}-${thing.partition}`, broker: thing.broker });
    case 'record':
      return m.thing_record({ name: `${thing.topic}-${thing.partition}`, offset: thing.offset });
    case 'producer':
      return m.thing_producer({ id: thing.id });
    case 'batch':
      return m.thing_batch({ producer: thing.producer, name: `${thing.topic}-${thing.partition}` });
    case 'group':
      return m.thing_group({ id: thing.id });
    case 'member':
      return m.thing_member({ id: thing.id });
    case 'message':
      return m.thing_message({ type: thing.id });
    case 'link':
      return m.thing_link({ a: nodeName(thing.between[0]), b: nodeName(thing.between[1]) });
  }
}

/** The other end of a link, seen from the thing whose menu it is. */
function otherEnd(between: unknown): string {
  const ends = Array.isArray(between) ? between.map(String) : [];
  return nodeName(ends[1] ?? '');
}

export function actionWords(action: Action, thing: Thing): string {
  switch (action.kind) {
    case 'send':
      return thing.kind === 'partition' ? `${action.producer}: ${m.menu_send()}` : m.menu_send();
    case 'settings':
      return m.menu_set_config();
    case 'links':
      return action.slow === true ? m.lab_menu_links_slow() : m.menu_links();
    case 'replay':
      return m.lab_replay_menu();
    case 'form':
      return formItem(action.command.do);
    case 'command':
      return commandItem(action, thing);
  }
}

function formItem(verb: string): string {
  switch (verb) {
    case 'seek':
      return m.lab_menu_seek();
    case 'pausePartitions':
      return m.lab_menu_pause_partitions();
    case 'resumePartitions':
      return m.lab_menu_resume_partitions();
    case 'alterConfig':
      return m.lab_menu_alter_config();
    case 'addMember':
      return m.lab_menu_add_member();
    default:
      return verbWords(verb);
  }
}

function commandItem({ command }: Extract<Action, { kind: 'command' }>, thing: Thing): string {
  switch (command.do) {
    case 'crash':
      return thing.kind === 'partition' ? `${nodeName(String(command['target']), true)} ${m.menu_crash()}` : m.menu_crash();
    case 'restart':
      return m.menu_restart();
    case 'pause':
      return m.menu_pause();
    case 'resume':
      return m.menu_resume();
    case 'flush':
      return m.menu_flush();
    case 'close':
      return m.menu_close();
    case 'commit':
      return m.menu_commit();
    case 'addMember':
      return m.menu_add_member();
    case 'removeMember':
      return m.menu_remove_member();
    case 'cut':
      return m.menu_cut_with({ other: otherEnd(command['between']) });
    case 'heal':
      return m.menu_heal_with({ other: otherEnd(command['between']) });
    case 'slowLink':
      return m.lab_menu_slow_with({ other: otherEnd(command['between']) });
    case 'slowDisk':
      return command['appendMs'] === 0 ? m.lab_menu_fast() : m.lab_menu_slow();
    case 'addPartitions':
      return m.lab_menu_add_partitions();
    case 'deleteTopic':
      return m.lab_menu_delete_topic({ topic: String(command['topic']) });
    default:
      return verbWords(command.do);
  }
}
