// @ts-check
// `node tools/count-tests.mjs FOLDER` adds up what the runners themselves wrote there and prints one line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'reports';

/** @param {string} name */
const report = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

const unit = report('vitest.json');
const browser = report('playwright.json').stats;
const passed = unit.numPassedTests + browser.expected;
const failed = unit.numFailedTests + browser.unexpected + browser.flaky;
const skipped = unit.numPendingTests + unit.numTodoTests + browser.skipped;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
