/** A predicate that cannot be judged: a mistake of whoever wrote it. */
export class PredicateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PredicateError';
  }
}
