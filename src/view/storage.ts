/**
 * What the page remembers between visits: preferences, progress, and the run of each lesson. Everything stays in this browser.
 * It is read once at the start and then answered from memory; writes go to IndexedDB behind. Where that is blocked (private windows,
 * strict settings) memory is all there is, and `blocked` says so.
 */
const NAME = 'partita';
const STORE = 'kept';
/** A database that does not answer must not keep the page from opening, ms. */
const PATIENCE = 1500;

export interface Keeper {
  readonly blocked: boolean;
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
  remove(key: string): void;
  keys(): readonly string[];
  /** Resolves when everything written so far lies in the database. */
  settled(): Promise<void>;
}

class Kept implements Keeper {
  private readonly memory: Map<string, unknown>;
  private readonly database: IDBDatabase | null;
  private readonly onBlocked: () => void;
  private pending: Promise<void> = Promise.resolve();
  blocked: boolean;

  constructor(memory: Map<string, unknown>, database: IDBDatabase | null, onBlocked: () => void) {
    this.memory = memory;
    this.database = database;
    this.blocked = database === null;
    this.onBlocked = onBlocked;
  }

  get<T>(key: string): T | undefined {
    return this.memory.get(key) as T | undefined;
  }

  set(key: string, value: unknown): void {
    this.memory.set(key, value);
    this.write((store) => store.put(value, key));
  }

  remove(key: string): void {
    this.memory.delete(key);
    this.write((store) => store.delete(key));
  }

  keys(): readonly string[] {
    return [...this.memory.keys()];
  }

  settled(): Promise<void> {
    return this.pending;
  }

  private write(change: (store: IDBObjectStore) => void): void {
    const { database } = this;
    if (database === null || this.blocked) return;
    this.pending = this.pending.then(
      () =>
        new Promise<void>((resolve) => {
          if (this.blocked) return resolve();
          const fail = () => {
            this.blocked = true;
            this.onBlocked();
            resolve();
          };
          try {
            const transaction = database.transaction(STORE, 'readwrite');
            transaction.oncomplete = () => resolve();
            transaction.onabort = fail;
            change(transaction.objectStore(STORE));
          } catch {
            fail();
          }
        }),
    );
  }
}

/** `onBlocked` is called when a later write is refused (a full disk, say). */
export async function openKeeper(factory: IDBFactory | undefined, onBlocked: () => void = () => undefined): Promise<Keeper> {
  try {
    if (factory === undefined) throw new Error('this browser has no IndexedDB');
    const database = await inTime(open(factory));
    const memory = await inTime(readAll(database));
    return new Kept(memory, database, onBlocked);
  } catch {
    return new Kept(new Map(), null, onBlocked);
  }
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE))]);

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database refused'));
  });

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

async function readAll(database: IDBDatabase): Promise<Map<string, unknown>> {
  const store = database.transaction(STORE).objectStore(STORE);
  const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll() as IDBRequest<unknown[]>)]);
  return new Map(keys.map((key, i) => [key as string, values[i]]));
}
