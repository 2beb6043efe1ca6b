/** What moves a machine, in plain words; its own name stands beside. */
import { m } from '../../i18n/paraglide/messages.js';
import { messageKind } from '../../marks/messageWords.ts';

/** Empty: it happens by itself. */
export function eventWords(event: string): string {
  if (event === '') return m.chart_always();
  if (event.startsWith('timer.')) return m.inspector_event_timer();
  if (event.startsWith('command.')) return m.inspector_event_command();
  if (/^(replica|group|offsets|disk)\./.test(event)) return m.inspector_event_inside();
  switch (event) {
    case 'start':
      return m.inspector_event_start();
    case 'restart':
      return m.menu_restart();
    case 'crash':
      return m.menu_crash();
    case 'disconnected':
      return m.inspector_event_disconnected();
    default:
      return messageKind(event);
  }
}
