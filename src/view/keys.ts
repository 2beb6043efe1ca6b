/** What a key does while nobody types and no control wants it for itself. Keys are read by position (`code`), so that an input method does not change them. */
export type KeyAction =
  | 'toggle'
  | 'step'
  | 'stepBack'
  | 'nextOfActor'
  | 'previousOfActor'
  | 'start'
  | 'latest'
  | 'nextPivotal'
  | 'bookmark'
  | 'undo'
  | 'redo'
  | 'why'
  | 'help';

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const PLAIN: Readonly<Record<string, KeyAction>> = {
  Space: 'toggle',
  ArrowRight: 'step',
  ArrowLeft: 'stepBack',
  Home: 'start',
  End: 'latest',
  KeyN: 'nextPivotal',
  KeyB: 'bookmark',
  KeyU: 'undo',
  KeyR: 'redo',
  KeyW: 'why',
};

export function actionOf(press: KeyPress): KeyAction | null {
  const command = press.ctrlKey || press.metaKey;
  if (command && !press.altKey && press.code === 'KeyZ') return press.shiftKey ? 'redo' : 'undo';
  if (command || press.altKey) return null;
  if (press.key === '?') return 'help';
  if (press.shiftKey) return press.code === 'ArrowRight' ? 'nextOfActor' : press.code === 'ArrowLeft' ? 'previousOfActor' : null;
  return PLAIN[press.code] ?? null;
}

const TYPING = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable="true"], [data-typing]';
/** Controls that use arrows themselves. */
const ARROWS =
  '[role=menu], [role=slider], [role=tablist], [role=radiogroup], [role=listbox], [role=application], [role=grid], [data-own-keys]';
const BUTTONS = 'button, a[href], summary, [role=button], [role=menuitem], [role=option], input';

/** Whether the focused element keeps this key for itself. */
export function ownedByFocus(target: Element | null, press: KeyPress): boolean {
  if (target === null) return false;
  if (target.closest(TYPING) !== null || target.closest('dialog[open], [role=dialog], [role=menu]') !== null) return true;
  if (press.code === 'Space' || press.code === 'Enter') return target.closest(BUTTONS) !== null;
  if (press.code.startsWith('Arrow') || press.code === 'Home' || press.code === 'End') return target.closest(ARROWS) !== null;
  return false;
}
