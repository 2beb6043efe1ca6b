// @ts-check
/**
 * `npm run mutate`: does a rule test notice when its rule is broken? Each mutation of tools/mutations.mjs is made while Vite reads the
 * file, in memory: the tree stays as it is, however this ends. First the tests run on the rules as they are, then on each broken one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { mutations } from './mutations.mjs';

/** @typedef {import('./mutations.mjs').Mutation} Mutation */

const root = fileURLToPath(new URL('..', import.meta.url));
/** @param {string} path */
const normal = (path) => path.replaceAll('\\', '/');

/** The mutation as a Vite plugin. @param {Mutation} mutation @returns {import('vite').Plugin} */
const breaking = ({ file, find, replace }) => ({
  name: 'partita-mutation',
  enforce: 'pre',
  transform: (code, id) => (normal(id).split('?')[0] === normal(root) + file ? code.replace(find, () => replace) : null),
});

/**
 * Runs test files and returns title → state of each test in them.
 * @param {readonly string[]} files
 * @param {import('vite').Plugin[]} plugins
 */
async function statesOf(files, plugins) {
  const vitest = await startVitest('test', [...files], { root, watch: false, reporters: [{}], silent: true }, { plugins });
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => /** @type {const} */ ([test.name, test.result().state])),
  );
  const errors = modules.flatMap((module) => module.errors().map((error) => `${module.relativeModuleId}: ${error.message}`));
  await vitest.close();
  return { states: new Map(tests), errors };
}

/** Why a mutation cannot be made. @param {Mutation} mutation */
function misfit({ file, find }) {
  const found = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').split(find).length - 1;
  return found === 1 ? null : `its text stands in the file ${found} times, not once`;
}

/** @param {Mutation} mutation @param {ReadonlyMap<string, string>} sound @returns {Promise<string | null>} what went wrong */
async function survives(mutation, sound) {
  const reason = misfit(mutation);
  if (reason !== null) return reason;
  if (sound.get(mutation.title) !== 'passed')
    return `on the rule as it is, "${mutation.title}" is ${sound.get(mutation.title) ?? 'not there'}`;
  const { states, errors } = await statesOf([mutation.test], [breaking(mutation)]);
  if (errors.length > 0) return errors.join('; ');
  return states.get(mutation.title) === 'failed' ? null : 'it survives';
}

const { states: sound, errors } = await statesOf([...new Set(mutations.map(({ test }) => test))], []);
for (const error of errors) console.log(error);
/** @type {{ mutation: string, file: string, 'killed by': string }[]} */
const rows = [];
let wrong = errors.length;
for (const mutation of mutations) {
  const problem = await survives(mutation, sound);
  if (problem !== null) wrong++;
  const by = problem === null ? `${mutation.test.replace('test/', '')}: ${mutation.title}` : `NOT KILLED: ${problem}`;
  rows.push({ mutation: mutation.name, file: mutation.file.replace('src/sim/', ''), 'killed by': by });
}
const width = (/** @type {'mutation' | 'file'} */ key) => Math.max(...rows.map((row) => row[key].length));
for (const row of rows) console.log(`${row.mutation.padEnd(width('mutation'))}  ${row.file.padEnd(width('file'))}  ${row['killed by']}`);
console.log(wrong === 0 ? `all ${rows.length} mutations are killed` : `${wrong} of ${rows.length} mutations are not killed`);
process.exit(wrong === 0 ? 0 : 1);
