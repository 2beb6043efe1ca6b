/**
 * Prose of a lesson: `ko.md` and `en.md`, Markdown only. Each step stands under `## Title {#step-id}`; a line `---` parts what is told
 * before the run from what is explained after it. `[word](term:id)` marks a term of the glossary.
 */
import { markdown } from './markdown.ts';
import type { LessonProblem } from './source.ts';

export interface ProseStep {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  /** HTML. */
  readonly before: string;
  readonly after: string;
  /** Ids of the glossary that the text points to. */
  readonly terms: readonly { readonly id: string; readonly line: number }[];
  /** As written, for checks of the words. */
  readonly text: string;
}

const HEADING = /^##\s+(.+?)\s*\{#([a-z0-9-]+)\}\s*$/;
const TERM = /\[[^\]]+\]\(term:([a-z0-9-]+)\)/g;
export function compileProse(file: string, text: string, note: (problem: LessonProblem) => void): readonly ProseStep[] {
  const sections: { id: string; title: string; line: number; lines: string[] }[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const number = index + 1;
    const heading = HEADING.exec(line);
    const current = sections.at(-1);
    if (heading !== null) {
      const [, title = '', id = ''] = heading;
      if (sections.some((it) => it.id === id)) note({ file, line: number, reason: `the step "${id}" stands here for the second time` });
      sections.push({ id, title, line: number, lines: [] });
    } else if (/^##?\s/.test(line)) {
      note({ file, line: number, reason: 'a heading of a step names it: write "## Title {#step-id}"; inside a step use ###' });
    } else if (current !== undefined) current.lines.push(line);
    else if (line.trim() !== '') note({ file, line: number, reason: 'text before the first "## Title {#step-id}": move it into a step' });
  });
  return sections.map(({ lines, ...section }) => ({ ...section, ...halves(file, section.line, lines, note), text: lines.join('\n') }));
}

function halves(
  file: string,
  line: number,
  lines: readonly string[],
  note: (problem: LessonProblem) => void,
): Pick<ProseStep, 'before' | 'after' | 'terms'> {
  const rules = lines.flatMap((it, index) => (/^-{3,}\s*$/.test(it) ? [index] : []));
  const [cut = lines.length, second] = rules;
  if (second !== undefined)
    note({ file, line: line + second + 1, reason: 'a step has one "---": before it the task, after it the explanation' });
  const before = lines.slice(0, cut).join('\n').trim();
  if (before === '') note({ file, line, reason: 'the step says nothing before it runs: write what there is to see' });
  const html = (part: readonly string[]) => markdown.render(part.join('\n')).trim();
  const terms = lines.flatMap((it, index) => [...it.matchAll(TERM)].map((match) => ({ id: match[1] ?? '', line: line + index + 1 })));
  return { before: html(lines.slice(0, cut)), after: html(lines.slice(cut + 1)), terms };
}
