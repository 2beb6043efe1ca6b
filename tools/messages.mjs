// @ts-check
// Compiles src/view/i18n/messages/<locale>/<area>.json into src/view/i18n/paraglide. Run by `prepare` and before every script that
// needs the words. It does nothing when nothing changed, and it replaces file by file, so that a running dev server,
// a second test run and an editor never see a half-written folder.
// It writes them twice: `messages.js` and `runtime.js` with one module per language, quick to load, for the dev server and the tests; and
// `lean/` with one module per message, so that every chunk of the built page carries only the words it says.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, 'src/view/i18n');
const out = join(home, 'paraglide');
const stampFile = join(out, '.stamp');

/** @param {string} file */
const read = (file) => readFileSync(file, 'utf8');

/** @param {string} folder */
const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

function stamp() {
  const hash = createHash('sha256');
  const inputs = [fileURLToPath(import.meta.url), join(home, 'project.inlang/settings.json'), join(root, 'package-lock.json')];
  for (const file of filesUnder(join(home, 'messages')).sort()) inputs.push(join(home, 'messages', file));
  for (const file of inputs) hash.update(file.slice(root.length)).update(read(file));
  return hash.digest('hex');
}

/** @param {string} file @param {string} text */
function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, file);
}

/** The messages of a compiled language: name and function. @param {string} text */
const messagesIn = (text) =>
  new Map([...text.matchAll(/^export const (\w+) = ([^]*?\n\});?$/gm)].map(([, name = '', it = '']) => [name, it]));

/** @param {string} folder @param {{ baseLocale: string, locales: string[] }} settings */
function writeLean(folder, { baseLocale, locales }) {
  const others = locales.filter((it) => it !== baseLocale);
  const texts = [baseLocale, ...others].map((it) => ({ locale: it, messages: messagesIn(read(join(folder, 'messages', `${it}.js`))) }));
  const names = [...(texts[0]?.messages.keys() ?? [])];
  if (names.length === 0) throw new Error('No message was compiled: check "modules" in src/view/i18n/project.inlang/settings.json.');
  const lean = join(folder, 'lean');
  mkdirSync(join(lean, 'each'), { recursive: true });
  for (const name of names) {
    const spoken = texts.map(({ locale, messages }) => `const ${locale} = ${messages.get(name)};`).join('\n');
    const registry = spoken.includes('registry.') ? "import * as registry from '../registry.js';\n" : '';
    const choice = others.map((it) => `getLocale() === '${it}' ? ${it}(inputs) : `).join('');
    const code = `import { getLocale } from '../runtime.js';\n${registry}${spoken}\nexport const ${name} = (inputs) => ${choice}${baseLocale}(inputs);\n`;
    writeFileSync(join(lean, 'each', `${name}.js`), code);
  }
  writeFileSync(join(lean, 'each.js'), names.map((name) => `export * from './each/${name}.js';\n`).join(''));
  writeFileSync(join(lean, 'messages.js'), "export * from './each.js';\nexport * as m from './each.js';\n");
  writeFileSync(
    join(lean, 'runtime.js'),
    `export const baseLocale = '${baseLocale}';
export const locales = ${JSON.stringify(locales)};
export const isLocale = (it) => locales.includes(it);
export let getLocale = () => baseLocale;
export let setLocale = () => undefined;
export const overwriteGetLocale = (get) => (getLocale = get);
export const overwriteSetLocale = (set) => (setLocale = set);
`,
  );
  // The compiler's own makes new rules for every word it says, which is slow.
  writeFileSync(
    join(lean, 'registry.js'),
    `const rules = {};
export const plural = (locale, input) => (rules[locale] ??= new Intl.PluralRules(locale)).select(Number(input));
`,
  );
}

/** Compile if the messages changed since the last time. Throws if no message came out (a wrong plugin path only warns). */
export async function compileMessages() {
  const wanted = stamp();
  if (existsSync(stampFile) && read(stampFile) === wanted) return;
  // The project is copied first: the compiler leaves notes of its own in the folder it reads.
  const work = mkdtempSync(join(tmpdir(), 'partita-messages-'));
  try {
    const settings = JSON.parse(read(join(home, 'project.inlang/settings.json')));
    const { compile } = await import('@inlang/paraglide-js');
    const project = join(home, 'project.inlang');
    const before = new Set(readdirSync(project));
    await compile({
      project,
      outdir: work,
      strategy: ['globalVariable', 'baseLocale'],
      outputStructure: 'locale-modules',
      isServer: 'false',
      disableAsyncLocalStorage: true,
      emitReadme: false,
      emitGitIgnore: false,
      emitPrettierIgnore: false,
    });
    for (const name of readdirSync(project)) if (!before.has(name)) rmSync(join(project, name), { recursive: true, force: true });
    writeLean(work, settings);
    const fresh = filesUnder(work);
    for (const file of fresh) {
      const text = read(join(work, file));
      if (!existsSync(join(out, file)) || read(join(out, file)) !== text) writeWhole(join(out, file), text);
    }
    for (const file of filesUnder(out)) {
      if (!fresh.includes(file) && !file.endsWith('.part') && file !== '.stamp') rmSync(join(out, file), { force: true });
    }
    writeWhole(stampFile, wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await compileMessages();
