/** Files handed to the browser to keep. Nothing leaves the machine. */

/** `partita-stage-14820ms.svg`: which view, at which moment of virtual time, and of which kind. */
export function fileName(name: string, t: number, ending: string): string {
  const plain = name
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `partita-${plain === '' ? 'view' : plain}-${Math.round(t)}ms.${ending}`;
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then; it is let go later, because Safari asks the reader first.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** `type`: the MIME type, e.g. `text/csv`. */
export const saveText = (name: string, text: string, type: string): void =>
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
