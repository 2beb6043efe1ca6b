// Reads the project's own source as data: which file imports what, and which names of its surroundings it touches.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Import {
  /** As written: `../facts.ts`, `d3-shape`. */
  readonly specifier: string;
  /** The file meant, from the project's root; null for a package. */
  readonly file: string | null;
  /** Erased by the compiler: `import type`, `export type … from`, `import('x').T`. */
  readonly typeOnly: boolean;
  readonly lazy: boolean;
  /** What is taken by name; `*` for all. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Free names used as values, and dotted ones of interest: `document`, `Math.random`, `import.meta.glob`. */
  readonly globals: readonly { readonly name: string; readonly line: number }[];
  /** Functions called by a plain name, to tell a machine by its `setup(…)`. */
  readonly calls: ReadonlySet<string>;
}

export type Sources = ReadonlyMap<string, SourceFile>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const extensions = ['.ts', '.svelte', '.css', '.mjs'];

/** Every source file under src, test and tools, without what is generated. */
export function readProject(): Sources {
  const texts: Record<string, string> = {};
  for (const folder of ['src', 'test', 'tools']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = posix.normalize(join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
      if (!entry.isFile() || path.startsWith('src/view/i18n/paraglide/')) continue;
      if (extensions.some((extension) => path.endsWith(extension))) texts[path] = readFileSync(join(root, path), 'utf8');
    }
  }
  return readSources(texts);
}

/** The same for a handful of made-up files, so that each rule can be shown to bite. */
export function readSources(texts: Readonly<Record<string, string>>): Sources {
  const known = new Set(Object.keys(texts));
  return new Map(Object.entries(texts).map(([path, text]) => [path, parse(path, text, known)]));
}

/** The text with everything outside `<script>` blanked, so that line numbers stay true. */
function scriptsOf(svelte: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  let script = '';
  let done = 0;
  for (const match of svelte.matchAll(/(<script[^>]*>)([\s\S]*?)<\/script>/g)) {
    const start = match.index + (match[1] ?? '').length;
    script += blank(svelte.slice(done, start)) + (match[2] ?? '');
    done = start + (match[2] ?? '').length;
  }
  return script + blank(svelte.slice(done));
}

function parse(path: string, text: string, known: ReadonlySet<string>): SourceFile {
  if (path.endsWith('.css')) return { path, text, imports: [], globals: [], calls: new Set() };
  const tree = ts.createSourceFile(path, path.endsWith('.svelte') ? scriptsOf(text) : text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const imports: Import[] = [];
  const used: { name: string; line: number }[] = [];
  const calls = new Set<string>();
  const declared = new Set<string>();
  const lineOf = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;

  const add = (node: ts.Node, specifier: string, more: Partial<Import>) =>
    imports.push({
      specifier,
      file: resolve(path, specifier, known),
      typeOnly: false,
      lazy: false,
      names: [],
      line: lineOf(node),
      ...more,
    });

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const names: string[] = clause?.name === undefined ? [] : ['default'];
      if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push('*');
      if (bindings !== undefined && ts.isNamedImports(bindings))
        names.push(...bindings.elements.map((e) => (e.propertyName ?? e.name).text));
      add(node, node.moduleSpecifier.text, { names, typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node, node.moduleSpecifier.text, { names: ['*'], typeOnly: node.isTypeOnly });
      return; // the names in it are not uses
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword && first !== undefined && ts.isStringLiteralLike(first))
        add(node, first.text, { lazy: true, names: ['*'] });
      if (ts.isIdentifier(node.expression)) calls.add(node.expression.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      add(node, node.argument.literal.text, { typeOnly: true });
    } else if (ts.isPropertyAccessExpression(node)) {
      const dotted = node.getText().replace(/\s/g, '');
      if (/^(Math\.random|import\.meta\.\w+)$/.test(dotted)) used.push({ name: dotted, line: lineOf(node) });
    } else if (ts.isIdentifier(node)) {
      if (isDeclarationName(node)) declared.add(node.text);
      else if (isValueUse(node)) used.push({ name: node.text, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path, text, imports, calls, globals: used.filter(({ name }) => !declared.has(name)) };
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node;
  const named =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) ||
    ts.isBindingElement(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent);
  // A method called `fetch` does not make `fetch` a name of its own.
  return named && parent.name === node && !ts.isClassElement(parent) && !ts.isTypeElement(parent) && !ts.isMethodDeclaration(parent);
}

/** Is this identifier read as a value (or named as a type), rather than being the name of a property? */
function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent) || ts.isNamedTupleMember(parent))
    return false;
  const name = (parent as Partial<ts.NamedDeclaration>).name;
  return name !== node;
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | null {
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) return null;
  const [bare = ''] = specifier.split('?');
  const target = bare.startsWith('/') ? bare.slice(1) : posix.join(dirname(from), bare);
  const candidates = [target, `${target}.ts`, `${target}.svelte.ts`, target.replace(/\.js$/, '.ts'), `${target}/index.ts`];
  return candidates.find((candidate) => known.has(candidate)) ?? target;
}
