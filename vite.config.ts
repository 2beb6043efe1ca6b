/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin, PluginOption, UserConfig } from 'vite';
import { fidelityPlugin } from './tools/fidelity-plugin.ts';
import { lessonsPlugin } from './tools/lessons-plugin.ts';
import { compileMessages } from './tools/messages.mjs';
import { scenesPlugin } from './tools/scenes-plugin.ts';
import { templatesPlugin } from './tools/templates-plugin.ts';

const words = fileURLToPath(new URL('src/view/i18n/paraglide', import.meta.url));

/** The built page may load only what comes with it. The dev server needs more (inline styles, a socket), so it goes without. */
const contentSecurityPolicy: Plugin = {
  name: 'partita-csp',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'self'; img-src 'self' blob: data:; base-uri 'none'; form-action 'none'",
      },
      injectTo: 'head-prepend',
    },
  ],
};

/** While the dev server runs, a changed word is compiled at once. Not under tests: they compile before they start. */
const watchMessages: Plugin = {
  name: 'partita-messages',
  apply: 'serve',
  configureServer(server) {
    server.watcher.on('change', (file) => {
      if (/[\\/]i18n[\\/]messages[\\/]\w+[\\/]\w+\.json$/.test(file))
        void compileMessages().catch((error: unknown) => server.config.logger.error(String(error)));
    });
  },
};

/**
 * Importing these does nothing by itself, so what a page does not use of them (YAML, which the door offers too; Svelte's custom elements)
 * it does not carry.
 */
const pureModules = /[\\/](node_modules[\\/](yaml|svelte[\\/]src[\\/]internal[\\/]client)|src[\\/](sim|lesson))[\\/]/;

/** Ours speaks in runes only; libraries decide for themselves. */
async function sveltePlugins(): Promise<PluginOption[]> {
  const { svelte } = await import('@sveltejs/vite-plugin-svelte');
  return [
    svelte({
      configFile: false,
      compilerOptions: { cssHash: ({ hash, filename }) => `p${hash(filename).slice(0, 4)}` },
      dynamicCompileOptions: ({ filename }) => (filename.includes('node_modules') ? undefined : { runes: true, discloseVersion: false }),
    }),
  ];
}

export default defineConfig(async ({ command }): Promise<UserConfig> => {
  const testing = process.env['VITEST'] !== undefined;
  const commandLine = process.env['PARTITA_CLI'] !== undefined; // src/cli: no page, so no Svelte to wait for
  const reports = process.env['PARTITA_REPORTS']; // a folder for machine-readable results, set by .ci/run
  const plugins: PluginOption[] = [contentSecurityPolicy, lessonsPlugin(), scenesPlugin(), templatesPlugin(), fidelityPlugin()];
  if (!commandLine) plugins.push(await sveltePlugins());
  if (testing) plugins.push((await import('@testing-library/svelte/vite')).svelteTesting({ autoCleanup: false }));
  else if (!commandLine && command === 'serve') plugins.push(watchMessages);
  return {
    base: './',
    plugins,
    // In the built page every chunk carries the words it says; elsewhere a module per language is quicker (tools/messages.mjs).
    resolve: {
      alias:
        testing || command === 'serve' ? [] : [{ find: /^.*\/paraglide\/(messages|runtime)\.js$/, replacement: `${words}/lean/$1.js` }],
    },
    clearScreen: false,
    build: {
      target: 'es2022',
      assetsInlineLimit: 0, // an inlined font would be a data: URL, which the policy above refuses
      reportCompressedSize: false,
      chunkSizeWarningLimit: 800,
      modulePreload: { polyfill: false },
      minify: 'terser',
      terserOptions: { module: true, ecma: 2020, compress: { passes: 2 } },
      rolldownOptions: {
        treeshake: { moduleSideEffects: [{ test: pureModules, sideEffects: false }] },
        // What the first view needs is one file: shared words compress best together. Both minifiers: each finds what the other leaves.
        ...(!commandLine && { output: { minify: true, codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } } }),
      },
    },
    test: {
      include: ['test/**/*.test.ts'],
      exclude: ['test/e2e/**', 'node_modules/**'],
      environment: 'node', // a test of a component starts with `// @vitest-environment jsdom`
      setupFiles: ['test/setup.ts'],
      testTimeout: 30_000,
      hookTimeout: 60_000, // parts of the page that are fetched late bring libraries of many files
      reporters: reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/vitest.json` }]],
      coverage: { include: ['src/**'], exclude: ['src/view/i18n/paraglide/**', 'src/cli/**'] },
    },
  };
});
