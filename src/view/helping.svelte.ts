/** What of the help is asked for: how to read the picture, the keys, or what a word means. */
class Helping {
  from = $state<'legend' | 'words' | 'keys' | null>(null);
  /** Of the glossary. */
  term = $state<string | null>(null);

  explain(term: string): void {
    this.term = term;
    this.from = 'words';
  }
  close(): void {
    this.from = null;
    this.term = null;
  }
}

export const helping = new Helping();
