import type { JsonValue } from '@holdfast/core';
import fc from 'fast-check';
import { editText, piece, type TextEdit, textEdits } from './text.ts';

/** One change of the structure of a JSON value, at one of its places. */
export interface JsonEdit {
  readonly does: 'remove' | 'set' | 'add' | 'rename' | 'wrap' | 'editText' | 'copyFrom' | 'otherType';
  /** Chosen among all places, modulo their number. */
  readonly place: number;
  readonly other: number;
  readonly name: string;
  readonly value: JsonValue;
  readonly edits: readonly TextEdit[];
}

type Key = string | number;
type Path = readonly Key[];
type Mutable = { [name: string]: unknown } | unknown[];

/** JSON values that are seldom thought of. */
export const nastyValues: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e21,
  2 ** 53,
  Number.MAX_VALUE,
  '',
  ' ',
  '0',
  'null',
  [],
  {},
  [[]],
  [null],
  [''],
  { kid: 'x' },
  { length: 1, 0: 'x' },
];

/** Any JSON value, small. */
export const jsonValue: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nastyValues) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue> },
);

/** Names of members: those of the formats here, and those that collide with an object's own. */
export const memberName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'alg',
    'typ',
    'kid',
    'jwk',
    'jku',
    'x5c',
    'x5t',
    'x5u',
    'crit',
    'b64',
    'zip',
    'enc',
    'cty',
    'x5t#S256',
  ),
  fc.constantFrom('at', 'ts', 'm', 'u', 'p', 'q', 'h', 'b', 'nonce', 'jti', 'cnf', 'client_claims', 'jkt', 'xms_ksl'),
  fc.constantFrom('kty', 'n', 'e', 'd', 'crv', 'x', 'y', 'use', 'keys', 'issuer', 'oth', 'k', 'key_ops'),
  fc.constantFrom('aud', 'iss', 'sub', 'exp', 'nbf', 'iat', 'tid', 'scp', 'roles', 'azp', 'appid', 'at_hash', 'events'),
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', 'valueOf', ''),
  piece,
);

/** One change of structure. */
export const jsonEdit: fc.Arbitrary<JsonEdit> = fc.record({
  does: fc.constantFrom('remove', 'set', 'add', 'rename', 'wrap', 'editText', 'copyFrom', 'otherType'),
  place: fc.nat(0xffff),
  other: fc.nat(0xffff),
  name: memberName,
  value: jsonValue,
  edits: textEdits,
});

/** One to three changes of structure. */
export const jsonEdits: fc.Arbitrary<readonly JsonEdit[]> = fc.array(jsonEdit, { minLength: 1, maxLength: 3 });

/** Applies changes from first to last; the value itself stays as it is. */
export function editJson<T>(value: T, edits: readonly JsonEdit[]): unknown {
  return edits.reduce<unknown>((changed, edit) => applyEdit(structuredClone(changed), edit), value);
}

function applyEdit(root: unknown, edit: JsonEdit): unknown {
  const paths = [...placesOf(root, [])];
  const path = paths[edit.place % paths.length] ?? [];
  const key = path.at(-1);
  if (key === undefined) return edit.does === 'add' ? withMember(root, edit) : edit.does === 'wrap' ? [root] : root;
  const parent = at(root, path.slice(0, -1)) as Mutable;
  const current = read(parent, key);
  switch (edit.does) {
    case 'remove':
      remove(parent, key);
      break;
    case 'set':
      write(parent, key, edit.value);
      break;
    case 'add':
      write(parent, key, withMember(current, edit));
      break;
    case 'rename':
      remove(parent, key);
      write(parent, edit.name, current);
      break;
    case 'wrap':
      write(parent, key, [current]);
      break;
    case 'editText':
      if (typeof current === 'string') write(parent, key, editText(current, edit.edits));
      break;
    case 'copyFrom':
      write(parent, key, structuredClone(at(root, paths[edit.other % paths.length] ?? [])));
      break;
    case 'otherType':
      write(parent, key, otherType(current));
      break;
  }
  return root;
}

function* placesOf(value: unknown, path: Path): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  const keys: readonly Key[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  for (const key of keys) yield* placesOf(read(value as Mutable, key), [...path, key]);
}

function at(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => read(value as Mutable, key), root);
}

function read(parent: Mutable, key: Key): unknown {
  return (parent as Record<Key, unknown>)[key];
}

// Defined, not assigned: `__proto__` shall become a member like any other.
function write(parent: Mutable, key: Key, value: unknown): void {
  if (Array.isArray(parent) && typeof key === 'string') parent.push(value);
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(parent: Mutable, key: Key): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function withMember(value: unknown, { name, value: added }: JsonEdit): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), added];
  if (typeof value !== 'object' || value === null) return { [name]: value };
  write(value as Mutable, name, added);
  return value;
}

function otherType(value: unknown): unknown {
  if (typeof value === 'string') return Number(value) || [value];
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return { ...(value as unknown[]) };
  return typeof value === 'object' && value !== null ? Object.entries(value) : String(value);
}
