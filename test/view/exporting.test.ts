// @vitest-environment jsdom
// Files out of views. How a picture looks outside the page is seen in Chromium: test/e2e/sharing.spec.ts.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { colour } from '../../src/view/exporting/dress.ts';
import { csvOf, fileName, saveText, svgText } from '../../src/view/exporting/index.ts';

/** A reader of RFC 4180 of its own. */
function rowsIn(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /("((?:[^"]|"")*)"|[^",\r\n]*)(,|\r\n|$)/gy;
  for (;;) {
    const match = cells.exec(text);
    if (match === null) throw new Error(`no cell at ${cells.lastIndex}`);
    rows.at(-1)?.push(match[2]?.replaceAll('""', '"') ?? match[1] ?? '');
    if (match[3] === '') return rows;
    if (match[3] === '\r\n') rows.push([]);
  }
}

describe('a table as CSV', () => {
  test('quotes only what would be misread, and ends lines as RFC 4180 does', () => {
    const text = csvOf([
      ['key', 'says'],
      ['a', 'he said "no", and left'],
      [null, 'two\nlines'],
      [1.5, true],
    ]);
    expect(text).toBe('key,says\r\na,"he said ""no"", and left"\r\n,"two\nlines"\r\n1.5,true');
  });

  test('comes back cell by cell, whatever is in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom(',', '"', '\r\n', '""', 'a\nb'));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(table, (rows) => void expect(rowsIn(csvOf(rows))).toEqual(rows)));
  });
});

describe('the name of a file', () => {
  test('says which view, when, and what kind', () => {
    expect(fileName('stage', 14820.4, 'svg')).toBe('partita-stage-14820ms.svg');
  });

  test('has nothing in it that a file system refuses', () => {
    expect(fileName(' a/b: "지연"? ', 0, 'csv')).toBe('partita-a-b-지연-0ms.csv');
    expect(fileName('/', 0, 'csv')).toBe('partita-view-0ms.csv');
  });
});

describe('a colour', () => {
  test('that a browser mixed is written as every program reads it', () => {
    expect(colour('color(srgb 0.5 0 1)')).toBe('rgb(128, 0, 255)');
    expect(colour('color(srgb 0.2 0.4 0.6 / 0.22)')).toBe('rgba(51, 102, 153, 0.22)');
  });

  test('that cannot be seen is none', () => {
    for (const value of ['transparent', 'rgba(0, 0, 0, 0)', 'color(srgb 1 1 1 / 0)']) expect(colour(value)).toBe('none');
    expect(colour('rgba(0, 0, 0, 0.5)')).toBe('rgba(0, 0, 0, 0.5)');
  });
});

describe('a picture as SVG', () => {
  // jsdom lays nothing out, so it measures no text.
  beforeEach(() => void Object.assign(Element.prototype, { getComputedTextLength: () => 42 }));
  afterEach(() => document.body.replaceChildren());

  function drawn(markup: string): SVGSVGElement {
    document.body.innerHTML = `<svg aria-label="클러스터" width="300" height="200">${markup}</svg>`;
    return document.querySelector('svg') as SVGSVGElement;
  }

  test('is well-formed, says what it is, and brings nothing of the page along', () => {
    const svg = drawn(
      '<g class="x" data-thing="broker:1" tabindex="0" role="button" aria-label="브로커 1"><text x="1">a &lt; b</text></g>',
    );
    const file = new DOMParser().parseFromString(svgText(svg), 'image/svg+xml');
    expect(file.querySelector('parsererror')).toBeNull();
    expect(file.documentElement.querySelector(':scope > title')?.textContent).toBe('클러스터');
    expect(file.querySelector('g > title')?.textContent).toBe('브로커 1');
    expect(file.querySelector('text')?.textContent).toBe('a < b');
    expect(file.querySelector('[class], [tabindex], [data-thing], [role="button"]')).toBeNull();
  });

  test('leaves out what is not displayed, and keeps what others refer to', () => {
    const svg = drawn(
      '<defs><pattern id="p"><rect width="6"/></pattern></defs><g style="display: none"><text>no</text></g><text>yes</text>',
    );
    const text = svgText(svg);
    expect(text).toContain('<pattern id="p"><rect width="6"');
    expect(text).toContain('yes');
    expect(text).not.toContain('no<');
  });

  test('holds the layers that are drawn on canvases, in their order', () => {
    const canvas = (name: string) => Object.assign(document.createElement('canvas'), { toDataURL: () => `data:image/png;${name}` });
    const file = new DOMParser().parseFromString(
      svgText(drawn('<text>marks</text>'), { under: canvas('under'), over: canvas('over') }),
      'image/svg+xml',
    );
    const order = [...file.documentElement.children].map((it) => it.getAttribute('href')?.split(';')[1] ?? it.localName);
    expect(order).toEqual(['title', 'rect', 'under', 'text', 'over']);
  });
});

test('a saved text is a file of that name and type', async () => {
  const blobs: Blob[] = [];
  vi.stubGlobal('URL', { createObjectURL: (blob: Blob) => `blob:${blobs.push(blob)}`, revokeObjectURL: () => undefined });
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    expect(this.download).toBe('a.csv');
  });
  saveText('a.csv', 'x,y', 'text/csv');
  expect(clicked).toHaveBeenCalledOnce();
  expect(blobs[0]?.type).toBe('text/csv;charset=utf-8');
  expect(blobs[0]?.size).toBe(3);
  vi.unstubAllGlobals();
});
