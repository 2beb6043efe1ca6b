/** The bookmarks of the present run as a rune. */
import { NAME_LENGTH, readBookmarks, type Bookmark } from './bookmark.ts';

export class Bookmarks {
  all = $state.raw<readonly Bookmark[]>([]);

  /** One moment has one bookmark; whether it is new. */
  add(branch: number, at: number): boolean {
    if (this.all.some((it) => it.branch === branch && it.at === at)) return false;
    const id = Math.max(-1, ...this.all.map((it) => it.id)) + 1;
    this.all = [...this.all, { id, branch, at, name: '' }];
    return true;
  }

  rename(id: number, name: string): void {
    this.all = this.all.map((it) => (it.id === id ? { ...it, name: name.trim().slice(0, NAME_LENGTH) } : it));
  }

  remove(id: number): void {
    this.all = this.all.filter((it) => it.id !== id);
  }

  restore(value: unknown): void {
    this.all = readBookmarks(value);
  }
}
