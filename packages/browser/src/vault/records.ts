/** Names a record; what begins with the same names lies together. */
export type RecordKey = readonly string[];

/** Records within one step: all of what is done becomes true, or nothing of it. Only `give` may be called later, and only within the step. */
export interface RecordStep {
  get(key: RecordKey, give: (value: unknown) => void): void;
  /** Every record below a key, as many as are ever looked at. */
  list(key: RecordKey, give: (values: readonly unknown[]) => void): void;
  put(key: RecordKey, value: unknown): void;
  delete(key: RecordKey): void;
  /** Deletes every record below a key. */
  clear(key: RecordKey): void;
}

/** Does work in one step; its outcome is known when all of it is kept, or none. */
export type Records = <T = undefined>(
  mode: 'readonly' | 'readwrite',
  work: (step: RecordStep, give: (value: T) => void) => void,
) => Promise<T>;

/** Makes records that live as long as the page, and that no other tab sees. */
export function createMemoryRecords(): Records {
  const records = new Map<string, unknown>();
  const keysBelow = (key: RecordKey): string[] => {
    const beginning = `${JSON.stringify(key).slice(0, -1)},`;
    return [...records.keys()].filter((text) => text.startsWith(beginning));
  };
  const step: RecordStep = {
    get: (key, give) => give(records.get(JSON.stringify(key))),
    list: (key, give) => give(keysBelow(key).map((text) => records.get(text))),
    put: (key, value) => void records.set(JSON.stringify(key), value),
    delete: (key) => void records.delete(JSON.stringify(key)),
    clear(key) {
      for (const text of keysBelow(key)) records.delete(text);
    },
  };
  return async (_mode, work) => {
    let given: unknown;
    work(step, (value) => {
      given = value;
    });
    return given as never;
  };
}
