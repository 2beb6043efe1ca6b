/** Where in a scenario's text the cursor stands: under which names, beside which others, at a name or at a value. */

export interface TextPlace {
  /** Names from the outside in; `-` stands for an item of a list. */
  readonly path: readonly string[];
  /** Whose value is being written; null: a name is. */
  readonly valueOf: string | null;
  /** What was said before in the same mapping, on this line. */
  readonly beside: Readonly<Record<string, string>>;
  /** Where the word begins that is being written. */
  readonly from: number;
}

const NAME = /^\s*((?:- )*)["']?([^\s"':{}[\],#]+)["']?\s*:(?:\s|$)/;

/** Names of the block around a line that begins at this indent. */
function blockPath(linesAbove: readonly string[], indent: number): string[] {
  const path: string[] = [];
  let inner = indent;
  for (const line of linesAbove.toReversed()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const own = line.length - line.trimStart().length;
    const [, dashes = '', name] = NAME.exec(line) ?? [];
    if (own >= inner && !(own + dashes.length < inner)) continue;
    const opens = name !== undefined && /:\s*$/.test(line) && own + dashes.length < inner;
    if (opens) path.unshift(name);
    if (dashes !== '' && own < inner) path.unshift('-');
    inner = Math.min(inner, own);
    if (inner === 0) break;
  }
  return path;
}

export function placeIn(text: string, position: number): TextPlace {
  const lines = text.slice(0, position).split('\n');
  const line = lines.pop() ?? '';
  const [lead = ''] = /^\s*(?:- )*/.exec(line) ?? [];
  const dashes = (lead.match(/- /g) ?? []).length;
  const spaces = line.length - line.trimStart().length;
  const path = [...blockPath(lines, dashes > 0 ? spaces : Math.max(spaces, lead.length)), ...Array<string>(dashes).fill('-')];
  // A list may stand at the indent of its name.
  const levels: Record<string, string>[] = [{}];
  let segment = '';
  let key: string | null = null;
  const close = () => {
    if (key !== null) Object.assign(levels.at(-1) ?? {}, { [key]: segment.trim() });
    [segment, key] = ['', null];
  };
  for (const letter of line.slice(lead.length)) {
    if (letter === '{' || letter === '[') {
      if (key !== null) path.push(key);
      if (letter === '[' || key === null) path.push('-');
      [segment, key] = ['', null];
      levels.push({});
    } else if (letter === '}' || letter === ']') {
      close();
      levels.pop();
      while (path.length > 0 && path.at(-1) === '-') path.pop();
      path.pop();
    } else if (letter === ',') close();
    else if (letter === ':' && key === null) [key, segment] = [segment.trim().replaceAll(/["']/g, ''), ''];
    else segment += letter;
  }
  const [word = ''] = /[\w.-]*$/.exec(line) ?? [];
  return { path, valueOf: key, beside: levels.at(-1) ?? {}, from: position - word.length };
}
