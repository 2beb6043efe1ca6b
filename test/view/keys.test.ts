// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { actionOf, ownedByFocus, type KeyPress } from '../../src/view/keys.ts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});
const within = (html: string, selector: string): Element | null => {
  document.body.innerHTML = html;
  return document.body.querySelector(selector);
};

describe('keys', () => {
  test('are read by position, so that an input method does not change them', () => {
    expect(actionOf(press('KeyN', { key: 'ㅜ' }))).toBe('nextPivotal');
    expect(actionOf(press('Space', { key: ' ' }))).toBe('toggle');
    expect(actionOf(press('ArrowRight', { shiftKey: true }))).toBe('nextOfActor');
    expect(actionOf(press('Slash', { key: '?', shiftKey: true }))).toBe('help');
  });

  test('leave the browser its own', () => {
    expect(actionOf(press('KeyR', { ctrlKey: true }))).toBeNull();
    expect(actionOf(press('ArrowLeft', { altKey: true }))).toBeNull();
    expect(actionOf(press('KeyZ', { ctrlKey: true }))).toBe('undo');
    expect(actionOf(press('KeyZ', { metaKey: true, shiftKey: true }))).toBe('redo');
  });

  test('do nothing while somebody types or a dialog is open', () => {
    expect(ownedByFocus(within('<input>', 'input'), press('KeyN'))).toBe(true);
    expect(ownedByFocus(within('<dialog open><p tabindex="0"></p></dialog>', 'p'), press('KeyU'))).toBe(true);
  });

  test('are not taken from the button or the tabs that have the focus', () => {
    expect(ownedByFocus(within('<button></button>', 'button'), press('Space'))).toBe(true);
    expect(ownedByFocus(within('<button></button>', 'button'), press('KeyN'))).toBe(false);
    expect(ownedByFocus(within('<div role="tablist"><button role="tab"></button></div>', '[role=tab]'), press('ArrowRight'))).toBe(true);
    expect(ownedByFocus(within('<p></p>', 'p'), press('ArrowRight'))).toBe(false);
  });
});
