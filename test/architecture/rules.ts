// The rules of src/README.md's map as data. Each takes the files and returns one sentence per breach.
import type { Import, SourceFile, Sources } from './read.ts';

export interface Rule {
  readonly claim: string;
  readonly breaches: (sources: Sources) => string[];
  /** Made-up files that break it: a rule that cannot fail is no rule. */
  readonly broken: Readonly<Record<string, string>>;
}

const under =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const inSim = under('src/sim');
const inLesson = under('src/lesson');
const inView = under('src/view');
const inCli = under('src/cli');
const inMachines = under('src/sim/machines');
const inGeometry = under('src/view/geometry');
const door = 'src/sim/index.ts';
/** The rules in words, which the page shows. */
const spec = 'src/sim/SPEC.md';

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const where = (file: SourceFile, { line }: { readonly line: number }) => `${file.path}:${line}`;

/** One sentence for every import that `wrong` objects to, in the files that `about` picks. */
function imports(about: (path: string) => boolean, wrong: (it: Import, file: SourceFile, sources: Sources) => string | false) {
  return (sources: Sources): string[] =>
    [...sources.values()]
      .filter((file) => about(file.path))
      .flatMap((file) =>
        file.imports.flatMap((it) => {
          const advice = wrong(it, file, sources);
          return advice === false ? [] : [`${where(file, it)} imports ${it.specifier}: ${advice}`];
        }),
      );
}

const pageNames =
  /^(document|window|navigator|location|localStorage|sessionStorage|indexedDB|fetch|XMLHttpRequest|WebSocket|Worker|alert|requestAnimationFrame|cancelAnimationFrame|getComputedStyle|ResizeObserver|MutationObserver|HTML\w*Element|SVG\w*Element|Element|DOMRect)$/;
const impureNames =
  /^(Math\.random|Date|performance|crypto|setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|queueMicrotask|process|globalThis|import\.meta\.\w+)$/;

function names(about: (path: string) => boolean, forbidden: (name: string) => boolean, advice: string) {
  return (sources: Sources): string[] =>
    [...sources.values()]
      .filter((file) => about(file.path))
      .flatMap((file) => file.globals.filter(({ name }) => forbidden(name)).map((it) => `${where(file, it)} uses ${it.name}: ${advice}`));
}

const simPackages = [
  { package: 'xstate', folders: under('src/sim/kernel', 'src/sim/machines') },
  { package: 'valibot', folders: under('src/sim/scenario') },
  { package: 'yaml', folders: under('src/sim/scenario') },
];

const isMachine = (file: SourceFile | undefined) =>
  file !== undefined && inMachines(file.path) && (file.calls.has('setup') || file.calls.has('createMachine'));

/** The way from one file to the first other one that `wanted` picks, along imports inside src/sim. */
function pathTo(sources: Sources, from: string, wanted: (file: SourceFile) => boolean): string[] | null {
  const queue = [[from]];
  const seen = new Set([from]);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const { file } of sources.get(path.at(-1) ?? '')?.imports ?? []) {
      const next = file === null ? undefined : sources.get(file);
      if (next === undefined || seen.has(next.path) || !inSim(next.path)) continue;
      seen.add(next.path);
      if (wanted(next)) return [...path, next.path];
      queue.push([...path, next.path]);
    }
  }
  return null;
}

const domD3 =
  /^(select|selectAll|selection|create|creator|zoom|drag|dragDisable|dragEnable|brush[XY]?|axis\w+|transition|pointers?|style|\*)$/;
const domModules = ['d3-selection', 'd3-zoom', 'd3-drag', 'd3-brush', 'd3-axis', 'd3-transition'];
const touchesDom = ({ specifier, names: taken, typeOnly }: Import) =>
  !typeOnly && (domModules.includes(specifier) || (specifier === 'd3' && taken.some((name) => domD3.test(name))));

const sizeExempt = under('src/sim/config', 'src/view/i18n/messages');
const lineLimit = 300;

export const rules: readonly Rule[] = [
  {
    claim: 'the simulator imports nothing from outside src/sim',
    breaches: imports(
      inSim,
      ({ file }) => file !== null && !inSim(file) && 'src/sim knows nobody; move the shared part into src/sim or pass it in.',
    ),
    broken: { 'src/sim/read.ts': "import { words } from '../view/words.ts';", 'src/view/words.ts': '' },
  },
  {
    claim: 'the simulator takes xstate in kernel/ and machines/, valibot and yaml in scenario/, and no other package',
    breaches: imports(inSim, ({ file, specifier }, { path }) => {
      if (file !== null) return false;
      const allowed = simPackages.find((it) => it.package === packageOf(specifier));
      if (allowed === undefined) return 'src/sim runs on xstate, valibot and yaml alone; write the few lines yourself.';
      return !allowed.folders(path) && `${allowed.package} does not belong in this folder; keep it in the one where DESIGN allows it.`;
    }),
    broken: { 'src/sim/kafka/isr.ts': "import { setup } from 'xstate';" },
  },
  {
    claim: 'the simulator is pure: no page, no clock, no dice, no timers of its own',
    breaches: names(inSim, (name) => pageNames.test(name) || impureNames.test(name), 'time and luck come with the event, from the kernel.'),
    broken: { 'src/sim/kafka/log.ts': 'export const now = () => Date.now() + Math.random();' },
  },
  {
    claim: 'a machine never reaches another machine',
    breaches: (sources) =>
      [...sources.values()].filter(isMachine).flatMap((file) => {
        const path = pathTo(sources, file.path, isMachine);
        return path === null ? [] : [`${path.join(' → ')}: machines share messages.ts; send a message instead.`];
      }),
    broken: {
      'src/sim/machines/broker.ts': "import { x } from './help.ts'; export const m = setup({});",
      'src/sim/machines/help.ts': "export { x } from './replica.ts';",
      'src/sim/machines/replica.ts': 'export const x = setup({});',
    },
  },
  {
    claim: "Kafka's rules, assignors and partitioners are plain functions, free of kernel and machines",
    breaches: imports(under('src/sim/kafka', 'src/sim/assignors', 'src/sim/partitioners'), ({ file }) => {
      // The specs of a scenario are plain data that rules may speak of; reading and judging scenarios is not theirs.
      const machinery = under('src/sim/kernel', 'src/sim/machines', 'src/sim/scenario', door);
      return file !== null && machinery(file) && file !== 'src/sim/scenario/types.ts' && 'a rule gets what it needs as arguments.';
    }),
    broken: { 'src/sim/kafka/isr.ts': "import { world } from '../kernel/world.ts';", 'src/sim/kernel/world.ts': '' },
  },
  {
    claim: 'src/sim/index.ts is the only door to the simulator (src/cli and tests may look inside)',
    breaches: imports(
      (path) => under('src')(path) && !inSim(path) && !inCli(path),
      ({ file }) =>
        file !== null &&
        inSim(file) &&
        file !== door &&
        file !== spec &&
        'import it from src/sim/index.ts, and export it there if it is missing.',
    ),
    broken: { 'src/view/session.svelte.ts': "import { step } from '../sim/kernel/turn.ts';", 'src/sim/kernel/turn.ts': '' },
  },
  {
    claim: 'lessons see src/sim/index.ts only, and no page',
    breaches: (sources) => [
      ...imports(inLesson, ({ file, specifier }) => {
        if (file !== null)
          return (
            !inLesson(file) && file !== door && file !== spec && !under('lessons')(file) && 'src/lesson stands on src/sim/index.ts alone.'
          );
        return !['valibot', 'yaml', 'markdown-it'].includes(packageOf(specifier)) && 'src/lesson parses and judges; it draws nothing.';
      })(sources),
      ...names(inLesson, (name) => pageNames.test(name), 'src/lesson has no page; take the value as an argument.')(sources),
    ],
    broken: { 'src/lesson/quiz.ts': "import { mount } from 'svelte'; mount(document.body);" },
  },
  {
    claim: 'geometry is D3 and read-model types: data in, numbers and path strings out',
    breaches: (sources) => [
      ...imports(inGeometry, (it) => {
        if (it.file === null) return !/^d3(-|$)/.test(it.specifier) && !it.typeOnly && 'geometry computes with D3 only.';
        if (inGeometry(it.file)) return false;
        return !(it.typeOnly && it.file === door) && 'geometry may take types (`import type`) from src/sim/index.ts, nothing else.';
      })(sources),
      ...names(inGeometry, (name) => pageNames.test(name), 'geometry has no page; text width comes through a passed `measure`.')(sources),
    ],
    broken: {
      'src/view/geometry/lane.ts': "import { m } from '../i18n/m.ts'; export const w = window.innerWidth;",
      'src/view/i18n/m.ts': '',
    },
  },
  {
    claim: 'marks take plain props: no session, no simulator, no panels',
    breaches: imports(under('src/view/marks'), ({ file, typeOnly }) => {
      if (file === null || typeOnly) return false;
      const stateful =
        inSim(file) || inLesson(file) || under('src/view/panels')(file) || /^src\/view\/(session|playback|storage)\b/.test(file);
      return stateful && 'a mark is drawn from its props; let the stage pass the value in.';
    }),
    broken: {
      'src/view/marks/Broker.svelte': "<script>import { s } from '../session.svelte.ts';</script>",
      'src/view/session.svelte.ts': '',
    },
  },
  {
    claim: 'D3 touches an element only in src/view/behaviours',
    breaches: imports(
      (path) => under('src')(path) && !under('src/view/behaviours')(path),
      (it) => touchesDom(it) && 'take named, DOM-free parts of D3, or move this into src/view/behaviours.',
    ),
    broken: { 'src/view/panels/Timeline.svelte': "<script>import { select } from 'd3';</script>" },
  },
  {
    claim: 'only main.ts imports view/App.svelte, and nobody imports main.ts or the command line',
    breaches: imports(under('src'), ({ file }, { path }) => {
      if (file === 'src/view/App.svelte') return path !== 'src/main.ts' && 'App is the top; import the part that you need.';
      if (file === 'src/main.ts') return 'main.ts only starts the page; move what you need into a file of its own.';
      return (
        file !== null && inCli(file) && !inCli(path) && 'src/cli is for the terminal; move the shared part into src/sim or src/lesson.'
      );
    }),
    broken: { 'src/view/panels/Home.svelte': "<script>import App from '../App.svelte';</script>", 'src/view/App.svelte': '' },
  },
  {
    claim: 'the command line runs in Node: it imports sim and lesson, never the view',
    breaches: imports(
      inCli,
      ({ file }) => file !== null && (inView(file) || file === 'src/main.ts') && 'the terminal has no page; geometry and words stay there.',
    ),
    broken: { 'src/cli/sim.ts': "import { x } from '../view/x.ts';", 'src/view/x.ts': '' },
  },
  {
    claim: 'there are no import cycles (type-only imports aside)',
    breaches: cycles,
    broken: { 'src/sim/a.ts': "import { b } from './b.ts';", 'src/sim/b.ts': "import { a } from './a.ts';" },
  },
  {
    claim: 'every relative import leads to a file',
    breaches: imports(
      under('src', 'test', 'tools'),
      ({ file }, _, sources) =>
        file !== null && /\.(ts|svelte|mjs)$/.test(file) && !sources.has(file) && !file.includes('/paraglide/') && 'there is no such file.',
    ),
    broken: { 'src/sim/a.ts': "import { b } from './gone.ts';" },
  },
  {
    claim: 'lessons are discovered by glob in src/lesson/catalog only; everything else is an explicit import',
    breaches: (sources) => {
      const elsewhere = [...sources.values()].filter(
        ({ path, globals }) =>
          under('src')(path) && !under('src/lesson/catalog')(path) && globals.some((it) => it.name === 'import.meta.glob'),
      );
      return elsewhere.map(
        ({ path }) => `${path} uses import.meta.glob: only lessons and questions are discovered, in src/lesson/catalog.`,
      );
    },
    broken: { 'src/view/a.ts': "import.meta.glob('../x');" },
  },
  {
    claim: 'no static style attribute: the built page refuses inline styles',
    breaches: (sources) =>
      [...sources.values()]
        .filter((file) => file.path.endsWith('.svelte'))
        .flatMap((file) =>
          [...file.text.matchAll(/\sstyle=("[^"{]*"|'[^'{]*')/g)].map(
            ({ index }) =>
              `${file.path}:${file.text.slice(0, index + 1).split('\n').length} has a fixed style="…": use a class, or style:name={value}.`,
          ),
        ),
    broken: { 'src/view/marks/Dot.svelte': '<i style="color: red"></i>' },
  },
  {
    claim: `.ts, .svelte and .css files stay under ${lineLimit} lines`,
    breaches: (sources) =>
      [...sources.values()]
        .filter((file) => /\.(ts|svelte|css)$/.test(file.path) && !sizeExempt(file.path))
        .map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }))
        .filter(({ lines }) => lines >= lineLimit)
        .map(({ path, lines }) => `${path} has ${lines} lines: split it by idea (one file, one idea, named after it).`),
    broken: { 'src/sim/long.ts': 'x;\n'.repeat(lineLimit) },
  },
];

function cycles(sources: Sources): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push(`${[...trail.slice(trail.indexOf(path)), path].join(' → ')}: move what both need into a third file, or pass it in.`);
      return;
    }
    state.set(path, 'open');
    for (const it of sources.get(path)?.imports ?? []) {
      if (it.file !== null && !it.typeOnly && !it.lazy && sources.has(it.file)) visit(it.file, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}
