/** One file of `templates/`: a title, a promise, what is worth trying, and the scenario an experiment begins with. */
import { reading } from '../../sim/index.ts';
import { shapeOf, type Template, type Try } from '../template.ts';
import { arrangements } from '../types.ts';
import { compileFolder, type CompiledFolder } from './folder.ts';
import { command, localized, scene } from './readers.ts';
import type { Files } from './source.ts';

const { fields, items, oneOf, required } = reading;
type Cursor = reading.Cursor;

export const compileTemplates = (files: Files): CompiledFolder<Template> =>
  compileFolder(files, { folder: 'templates', what: 'template', read: readTemplate });

function readTemplate(id: string, root: Cursor): Template | null {
  fields(root, ['title', 'promise', 'arrangement', 'tries', 'scenario']);
  const head = { id, title: localized(root.at('title'), 'the title'), promise: localized(root.at('promise'), 'the promise') };
  const rest = {
    arrangement: oneOf(root.at('arrangement'), arrangements, 'topic'),
    tries: items(root.at('tries'), 'tries: { title, command }').map(readTry),
  };
  const scenario = required(root.at('scenario'), 'the scenario') ? scene(root.at('scenario').value, root.at('scenario')) : null;
  return scenario === null ? null : { ...head, ...rest, shape: shapeOf(scenario), scenario };
}

function readTry(at: Cursor): Try {
  fields(at, ['title', 'command']);
  return { title: localized(at.at('title'), 'what to try'), command: command(at.at('command')) };
}
