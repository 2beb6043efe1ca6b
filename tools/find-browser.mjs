// @ts-check
// Where is a Chromium that the tests can drive? In this order: the CHROMIUM variable, an installed Chrome or Chromium,
// Playwright's own download, and apt-get where we are root on Debian. Otherwise an error that says what to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge-stable'];

/** Root has no sandbox to offer Chromium, and a test should not phone anybody. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's `chromium-browser` may be a stub that only asks for a snap: believe a browser that says its version. @param {string} file */
function answers(file) {
  if (process.platform === 'win32') return true; // there, --version opens a window
  const said = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return said.status === 0 && /chrom|edge/i.test(said.stdout);
}

function usualPlaces() {
  const { platform, env } = process;
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
    return [...apps, ...apps.map((app) => `${env['HOME']}${app}`)];
  }
  if (platform === 'win32') {
    const bases = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((base) => base !== undefined);
    return bases.flatMap((base) =>
      ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(
        (end) => join(base, end),
      ),
    );
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'].filter((folder) => folder !== '');
  return [...new Set(names.flatMap((name) => folders.map((folder) => join(folder, name)))), '/opt/google/chrome/chrome'];
}

const installed = () => usualPlaces().find((file) => isExecutable(file) && answers(file));

function playwrightsOwn() {
  const file = chromium.executablePath();
  return file !== '' && existsSync(file) ? file : undefined;
}

function aptInstall() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.error('No browser found: installing Chromium with apt-get …');
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], options);
  } catch (error) {
    console.error(String(error));
  }
  return installed();
}

/** The path of a browser. Throws if there is none to be had. */
export function findBrowser() {
  const asked = process.env['CHROMIUM'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROMIUM is set to ${asked}, but there is no such file. Correct it or unset it.`);
    return asked;
  }
  const found = installed() ?? playwrightsOwn() ?? aptInstall();
  if (found !== undefined) return found;
  throw new Error(
    [
      'The browser tests need Chrome or Chromium, and none was found. Do one of these, then try again:',
      '  - install Google Chrome or Chromium the usual way for this system;',
      '  - run `npx playwright install --with-deps chromium`;',
      '  - set CHROMIUM to the full path of a Chrome or Chromium program.',
    ].join('\n'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(findBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
