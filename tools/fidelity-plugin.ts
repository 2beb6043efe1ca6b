/** Compiles src/sim/SPEC.md for the page: `SPEC.md?rules` is a module with its sections and rules as data. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { compileFidelity } from '../src/lesson/compile/fidelity.ts';

export function fidelityPlugin(): Plugin {
  return {
    name: 'partita-fidelity',
    enforce: 'pre',
    load(id) {
      const [file = '', query = ''] = id.split('?');
      if (!file.endsWith('/src/sim/SPEC.md') || query !== 'rules') return null;
      this.addWatchFile(file);
      return { code: `export default ${JSON.stringify(compileFidelity(readFileSync(file, 'utf8')))};`, moduleType: 'js' };
    },
  };
}
