/** Reads `lessons/` from disk; what is made of it is src/lesson's affair. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../lesson/compile/source.ts';

export function readLessonFiles(folder: string): Files {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''), readFileSync(path, 'utf8'));
  }
  return files;
}
