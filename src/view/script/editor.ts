/** CodeMirror for scenarios. It lives in a shadow root: there its styles are style sheets made by script, which the page's policy allows. */
import {
  acceptCompletion,
  autocompletion,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { linter, lintGutter, lintKeymap, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { verbWords } from '../i18n/commands.ts';
import { meaningOf } from '../i18n/meanings.ts';
import { m } from '../i18n/paraglide/messages.js';
import { checkScript, type Checked } from './check.ts';
import { look } from './look.ts';
import { placeIn } from './place.ts';
import { kafkaOf, suggestionsAt, type Suggestion } from './suggest.ts';

export interface ScriptView {
  readonly text: () => string;
  readonly replace: (text: string) => void;
  /** Puts the cursor into this line, from 1. */
  readonly goTo: (line: number) => void;
  readonly destroy: () => void;
}

/** An editor inside `host`. `oncheck` hears of every judgement of the text. */
export function openEditor(host: HTMLElement, text: string, label: string, oncheck: (checked: Checked) => void): ScriptView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const judge = linter(
    ({ state }) => {
      const checked = checkScript(state.doc.toString());
      oncheck(checked);
      return checked.problems.map(({ line, reason }) => diagnosticAt(state, line ?? 1, reason));
    },
    { delay: 250 },
  );
  const state = EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      lintGutter(),
      history(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      yaml(),
      autocompletion({ override: [complete], icons: false }),
      judge,
      tooltips({ position: 'fixed' }),
      // Escape and then Tab leaves, as CodeMirror has it.
      keymap.of([
        { key: 'Tab', run: acceptCompletion },
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
      EditorState.tabSize.of(2),
      look,
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  oncheck(checkScript(text));
  return {
    text: () => view.state.doc.toString(),
    replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    goTo(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: at.from + (/\S/.exec(at.text)?.index ?? 0) }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function diagnosticAt({ doc }: EditorState, number: number, message: string): Diagnostic {
  const line = doc.line(Math.max(1, Math.min(number, doc.lines)));
  const indent = /\S/.exec(line.text)?.index ?? 0;
  return { from: line.from + indent, to: line.to, severity: 'error', message };
}

function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const text = state.doc.toString();
  const place = placeIn(text, pos);
  if (!explicit && place.from === pos) return null;
  const kafka = kafkaOf(text);
  const options = suggestionsAt(place, kafka).map((it) => ({
    label: it.label,
    apply: place.valueOf === null ? `${it.label}: ` : /:$/.test(text.slice(0, place.from)) ? ` ${it.label}` : it.label,
    ...wordsOf(it, kafka),
  }));
  return options.length === 0 ? null : { from: place.from, options, validFor: /^[\w.-]*$/ };
}

function wordsOf({ kind, label, setting }: Suggestion, kafka: ReturnType<typeof kafkaOf>): { detail?: string; info?: string } {
  if (kind === 'verb') return { detail: verbWords(label) };
  if (setting === undefined) return {};
  const usual = setting.default[kafka];
  const value = Array.isArray(usual) ? usual.join(', ') : String(usual ?? m.sharing_script_unset());
  const unit = setting.unit === null || setting.unit === 'count' ? '' : ` ${setting.unit}`;
  return { detail: `${setting.type} · ${value}${usual === null ? '' : unit}`, info: meaningOf(label) };
}
