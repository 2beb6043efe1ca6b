// @ts-check
// Compiles src/view/i18n/messages/<locale>/<area>.json into src/view/i18n/paraglide. Run by `prepare` and before every script that
// needs the words. It does nothing when nothing changed, and it replaces file by file, so that a running dev server,
// a second test run and an editor never see a half-written folder.
// It writes them twice: `messages.js` with one module per language, quick to load one by one, for the dev server and the tests; and
// `each.js` with one module per message, so that every chunk of the built page carries only the words it says.
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

/** @param {string} outdir @param {'locale-modules' | 'message-modules'} outputStructure */
async function compileInto(outdir, outputStructure) {
  const { compile } = await import('@inlang/paraglide-js');
  const project = join(home, 'project.inlang');
  const before = new Set(readdirSync(project));
  await compile({
    project,
    outdir,
    strategy: ['globalVariable', 'baseLocale'],
    outputStructure,
    isServer: 'false',
    disableAsyncLocalStorage: true,
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  });
  for (const name of readdirSync(project)) if (!before.has(name)) rmSync(join(project, name), { recursive: true, force: true });
}

/** Compile if the messages changed since the last time. Throws if no message came out (a wrong plugin path only warns). */
export async function compileMessages() {
  const wanted = stamp();
  if (existsSync(stampFile) && read(stampFile) === wanted) return;
  // The project is copied first: the compiler leaves notes of its own in the folder it reads.
  const work = mkdtempSync(join(tmpdir(), 'partita-messages-'));
  try {
    const settings = JSON.parse(read(join(home, 'project.inlang/settings.json')));
    await compileInto(work, 'locale-modules');
    const apart = join(work, 'apart');
    await compileInto(apart, 'message-modules');
    renameSync(join(apart, 'messages'), join(work, 'each'));
    writeFileSync(join(work, 'each.js'), read(join(apart, 'messages.js')).replaceAll('./messages/', './each/'));
    rmSync(apart, { recursive: true });
    const count = read(join(work, 'messages', `${settings.baseLocale}.js`)).match(/^export /gm)?.length ?? 0;
    if (count === 0) throw new Error('No message was compiled: check "modules" in src/view/i18n/project.inlang/settings.json.');
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
