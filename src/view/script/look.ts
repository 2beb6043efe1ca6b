/** How the editor looks: with the page's own custom properties, so that it follows the theme. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--petrol)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
]);

const floating = {
  border: '1px solid var(--hair-strong)',
  borderRadius: 'var(--r-2)',
  background: 'var(--raised)',
  color: 'var(--ink)',
  boxShadow: 'var(--shadow-menu)',
};

const theme = EditorView.theme({
  '&': { height: '100%', background: 'var(--sheet)', color: 'var(--ink)', fontSize: 'var(--t-13)' },
  '&.cm-focused': { outline: '2px solid var(--petrol)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': { background: 'var(--sheet)', color: 'var(--muted)', borderRight: '1px solid var(--hair)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'color-mix(in srgb, var(--petrol-wash) 45%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--petrol-wash)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--alert)', textUnderlineOffset: '3px' },
  '.cm-tooltip': floating,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: 'var(--t-12)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--petrol-wash)', color: 'var(--ink)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-completionInfo': { maxWidth: '320px', padding: '8px 10px', font: 'var(--t-12) / 1.5 var(--sans)' },
  '.cm-diagnostic': { padding: '6px 10px', font: 'var(--t-12) / 1.5 var(--sans)', borderLeftColor: 'var(--alert)' },
});

export const look = [theme, syntaxHighlighting(highlight)];
