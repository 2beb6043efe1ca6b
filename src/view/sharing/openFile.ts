/** A file that somebody chose or dropped: it is read here and shown at its place. */
import { place } from '../place.svelte.ts';
import { readFile } from './readFile.ts';
import { received } from './received.svelte.ts';

export async function openFile(file: File): Promise<void> {
  received.value = { ...(await readFile(file)), file: file.name };
  place.go({ place: 'run', payload: null });
}
