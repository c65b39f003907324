/**
 * Stands in for `inspect` of `node:util`: everything that can be reached from a value, hidden properties, symbols and causes included,
 * whatever the options say. It serves tests that look for secrets, and messages about failures.
 */
export function inspect(value: unknown): string {
  return show(value, new Set());
}

function show(value: unknown, above: ReadonlySet<object>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function ${value.name}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (above.has(value)) return '[Circular]';
  const inside = new Set([...above, value]);
  if (ArrayBuffer.isView(value))
    return `${kindOf(value)} [${new Uint8Array(value.buffer, value.byteOffset, value.byteLength)}]`;
  const parts = [...ownParts(value), ...entriesOf(value).map((entry) => show(entry, inside))];
  const members = Reflect.ownKeys(value).map((name) => `${String(name)}: ${show(read(value, name), inside)}`);
  return `${kindOf(value)} { ${[...parts, ...members].join(', ')} }`;
}

function ownParts(value: object): readonly string[] {
  if (value instanceof Error) return [String(value), value.stack ?? ''];
  if (value instanceof Date || value instanceof RegExp || value instanceof URL) return [String(value)];
  return [];
}

function entriesOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value.entries()].flat();
  return value instanceof Set ? [...value] : [];
}

function kindOf(value: object): string {
  return String(Reflect.get(value, 'constructor')?.name ?? 'Object');
}

function read(value: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(value, name);
  } catch (error) {
    return error;
  }
}
