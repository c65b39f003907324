import { inspect } from 'node:util';

/** Everything that a value shows to whoever logs it: texts, stacks, own properties, JSON, and the same of every cause. */
export function facesOf(value: unknown): string {
  const faces: string[] = [textsIn(value)];
  for (let next = value; next instanceof Error; next = next.cause) faces.push(next.stack ?? '', toJson(next));
  // It walks into causes and hidden properties by itself.
  faces.push(
    toJson(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
  );
  return faces.join('\n');
}

/**
 * Every text that can be reached from a value, through properties of any kind, lists, maps, sets, bytes and causes.
 *
 * Much cheaper than {@link facesOf}, which shows nothing else: the stack's own part, the frames, holds no values.
 */
export function textsIn(value: unknown): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [value];
  for (let index = 0; index < queue.length; index += 1) {
    const next = queue[index];
    if (typeof next === 'string') texts.push(next);
    if (typeof next === 'number' || typeof next === 'bigint') texts.push(String(next));
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next))
      texts.push(Buffer.from(next.buffer, next.byteOffset, next.byteLength).toString('latin1'));
    else queue.push(...insideOf(next));
  }
  return texts.join('\n');
}

function insideOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value.entries()].flat();
  if (value instanceof Set) return [...value];
  const inside: unknown[] = [];
  for (const key of Reflect.ownKeys(value)) {
    // Formatting a stack is what makes errors slow.
    if (key === 'stack' && value instanceof Error) continue;
    inside.push(typeof key === 'string' ? key : key.description, Reflect.get(value, key));
  }
  return inside;
}

function toJson(value: unknown): string {
  const seen = new Set<object>();
  const once = (_name: string, inner: unknown): unknown => {
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner !== 'object' || inner === null) return inner;
    if (seen.has(inner)) return undefined;
    seen.add(inner);
    return inner;
  };
  return JSON.stringify(value, once) ?? '';
}
