/** Scenarios as people write them: YAML (of which JSON is a part), with the line of everything that is wrong. */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { parseScenarioValue } from './parse.ts';
import { ScenarioError, type Locate, type Path, type Problem } from './problems.ts';
import type { Scenario } from './types.ts';

/** A complete scenario out of YAML or JSON. Throws ScenarioError with every problem. */
export function parseScenario(text: string): Scenario {
  const { value, locate, repeated } = readYaml(text);
  return parseScenarioValue(value, locate, repeated);
}

export interface YamlText {
  readonly value: unknown;
  /** Where its parts stand. */
  readonly locate: Locate;
  /** Names given twice in one mapping; of these the last one counts. */
  readonly repeated: readonly Problem[];
}

/** The data of a YAML text, for readers of other YAML files too. Throws ScenarioError if it is no YAML. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, uniqueKeys: false });
  const problems = document.errors.map((error): Problem => ({
    path: '',
    line: lines.linePos(error.pos[0]).line,
    reason: `this is no valid YAML: ${error.message}`,
  }));
  if (problems.length > 0) throw new ScenarioError(problems);
  try {
    return { value: document.toJS(), locate: (path, key) => lineAt(document, lines, path, key), repeated: repeatedKeys(document, lines) };
  } catch (error) {
    throw new ScenarioError([
      { path: '', line: null, reason: `this is no valid YAML: ${error instanceof Error ? error.message : String(error)}` },
    ]);
  }
}

function repeatedKeys(document: Document, lines: LineCounter): readonly Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Map(_, map, ancestors) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const line = lines.linePos(key.range?.[0] ?? 0).line;
        const path = [...ancestors.flatMap((it) => (isPair(it) && isScalar(it.key) ? [String(it.key.value)] : [])), name].join('/');
        if (seen.has(name)) found.push({ path, line, reason: `"${name}" stands here for the second time` });
        seen.add(name);
      }
    },
  });
  return found;
}

/** The line of a place, or of the nearest thing around it. A mapping begins at its name, not at its first entry below. */
function lineAt(document: Document, lines: LineCounter, path: Path, key: boolean): number | null {
  let node: unknown = document.contents;
  let found: Node | null = document.contents;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((it) => isPair(it) && isScalar(it.key) && String(it.key.value) === String(step));
      if (pair === undefined) break;
      const wholeBelow = key || !isScalar(pair.value) || depth < path.length - 1;
      found = (wholeBelow ? pair.key : pair.value) as Node;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) break;
      found = item as Node;
      node = item;
    } else break;
  }
  const offset = found?.range?.[0];
  return offset === undefined ? null : lines.linePos(offset).line;
}
