// @ts-check
// Serves the built page on this machine and says where: node tools/serve.mjs [--port 4173] [--host localhost] [--strict]
// A taken port is passed over for the next free one, unless --strict.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string' }, strict: { type: 'boolean', default: false } },
});

if (!existsSync(`${root}/dist/index.html`)) {
  console.error('There is no built page yet: run `npm run build` first (`npm start` does both).');
  process.exit(1);
}

const server = await preview({
  root,
  configFile: false,
  base: './',
  logLevel: 'error',
  preview: { port: Number(values.port ?? process.env['PORT'] ?? 4173), host: values.host ?? 'localhost', strictPort: values.strict },
});
const address = server.httpServer.address();
const port = address !== null && typeof address === 'object' ? address.port : '?';
console.log(`Partita is at http://${values.host ?? 'localhost'}:${port}/  (Ctrl+C to stop)`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close().finally(() => process.exit(0)));
