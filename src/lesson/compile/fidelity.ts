/** Reads SPEC.md: sections, rules with their status and tests, and whatever else stands between them. */
import MarkdownIt from 'markdown-it';
import { statuses, type Block, type Row, type RuleBlock, type Section } from '../fidelity.ts';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable(['image']);
type Token = ReturnType<typeof markdown.parse>[number];

const RULE = /^\*\*(\w+)\*\* \(([^;)]+)(?:;\s+((?:[^()]|\([^()]*\))*))?\):\s+([\s\S]*)$/;
const TESTS = /\n\s*Tests:\s([\s\S]*)$/;
const NUMBER = /^[A-Z]\d{0,2}$/;
/** Rules are named in running text with their number; bare letters would be mistaken. */
const NAMED = /\b[A-Z]\d{1,2}\b/g;

/** Throws if an entry cannot be read: nothing of SPEC.md is left out silently. */
export function compileFidelity(text: string): readonly Section[] {
  const parts = text.split(/^## /m).slice(1); // before the first: how to read it, which the page says itself
  const known = new Set([...text.matchAll(/^- \*\*(\w+)\*\* \(/gm)].map(([, id = '']) => id));
  const html = (source: string) => linked(markdown.render(source).trim(), known);
  const inline = (source: string) => linked(markdown.renderInline(source.trim().replaceAll(/\s+/g, ' ')), known);
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    return { id: slug(title), title: title.trim(), blocks: blocksOf(lines, { html, inline, known }) };
  });
}

interface Rendering {
  readonly html: (source: string) => string;
  readonly inline: (source: string) => string;
  readonly known: ReadonlySet<string>;
}

function blocksOf(lines: readonly string[], render: Rendering): readonly Block[] {
  const tokens = markdown.parse(lines.join('\n'), {});
  const source = ({ map }: Token) => lines.slice(map?.[0] ?? 0, map?.[1] ?? 0).join('\n');
  return tokens
    .filter(({ level, nesting }) => level === 0 && nesting >= 0)
    .flatMap((token): readonly Block[] => {
      if (token.type === 'table_open') return [tableOf(source(token), render)];
      if (token.type !== 'bullet_list_open') return [textOf(source(token), render)];
      const items = tokens
        .filter((it) => it.type === 'list_item_open' && it.level === 1 && within(it, token))
        .map((it) => source(it).replace(/^- /, ''));
      if (items.every((item) => item.startsWith('**'))) return items.map((item) => ruleOf(item, render));
      return [{ kind: 'list', items: items.map((item) => ({ html: render.inline(item), text: plain(item) })) }];
    });
}

/** A line that is no sentence stands above what follows. */
function textOf(source: string, { html, inline }: Rendering): Block {
  const heads = !source.includes('\n') && !/[.:]$/.test(source.trim());
  return { kind: 'text', html: heads ? `<h3>${inline(source)}</h3>` : html(source), text: plain(source) };
}

const within = (inner: Token, outer: Token): boolean =>
  (inner.map?.[0] ?? 0) >= (outer.map?.[0] ?? 0) && (inner.map?.[1] ?? 0) <= (outer.map?.[1] ?? 0);

function ruleOf(item: string, { inline }: Rendering): RuleBlock {
  const [, id = '', said = '', kafka = '', whole = ''] = RULE.exec(item.trim()) ?? [];
  const status = statuses.find((it) => it === said);
  if (status === undefined) throw new Error(`an entry should begin "**G7** (as Kafka; KafkaClass): …", not: ${item.slice(0, 60)}`);
  const tests = [...(TESTS.exec(whole)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  return {
    kind: 'rule',
    id,
    status,
    kafka: kafka.replaceAll(/\s+/g, ' '),
    html: inline(whole.replace(TESTS, '')),
    tests,
    text: plain(`${id} ${kafka} ${whole}`),
  };
}

function tableOf(source: string, { inline, known }: Rendering): Block {
  const [head = [], , ...rows] = source.trim().split('\n').map(cellsOf);
  const ofRules = head[0] === 'rules';
  return {
    kind: 'table',
    head: head.map(inline),
    rows: rows.map((cells): Row => ({
      rules: ofRules ? (cells[0] ?? '').split(', ').filter((it) => NUMBER.test(it) && !known.has(it)) : [],
      cells: cells.map(inline),
      text: plain(cells.join(' ')),
    })),
  };
}

const cellsOf = (line: string): readonly string[] =>
  line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const plain = (source: string): string => source.replaceAll(/[`*]/g, '').replaceAll(/\s+/g, ' ').toLowerCase();

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(' ', '-');

/** Links inside SPEC.md lead to the page's own addresses, and so does every number of a rule; what is code or a link stays. */
function linked(html: string, known: ReadonlySet<string>): string {
  let inside = 0;
  return html
    .split(/(<[^>]+>)/)
    .map((part) => {
      if (/^<(code|a)\b/.test(part)) inside += 1;
      else if (/^<\/(code|a)>/.test(part)) inside -= 1;
      if (part.startsWith('<')) return part.replace('href="#', 'href="#/fidelity/');
      return inside > 0 ? part : part.replaceAll(NAMED, (id) => (known.has(id) ? `<a href="#/fidelity/${id}">${id}</a>` : id));
    })
    .join('');
}
