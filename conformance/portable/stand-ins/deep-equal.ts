/** Are two values the same in type and content, as `assert.deepStrictEqual` sees it? */
export function deepEqual(left: unknown, right: unknown): boolean {
  return compare(left, right, []);
}

type Pairs = readonly (readonly [object, object])[];

function compare(left: unknown, right: unknown, above: Pairs): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  // Going round in circles: the pair is being compared already.
  if (above.some(([one, other]) => one === left && other === right)) return true;
  const pairs: Pairs = [...above, [left, right]];
  return sameInside(left, right, pairs) && sameMembers(left, right, pairs);
}

function sameInside(left: object, right: object, pairs: Pairs): boolean {
  if (left instanceof Date) return Object.is(left.getTime(), (right as Date).getTime());
  if (left instanceof RegExp) return String(left) === String(right);
  if (left instanceof Error) return sameError(left, right as Error, pairs);
  if (left instanceof Set) return sameEntries([...left], [...(right as Set<unknown>)], pairs);
  if (left instanceof Map) return sameEntries([...left], [...(right as Map<unknown, unknown>)], pairs);
  if (left instanceof ArrayBuffer) return compare(new Uint8Array(left), new Uint8Array(right as ArrayBuffer), pairs);
  if (left instanceof Number || left instanceof String || left instanceof Boolean)
    return Object.is(left.valueOf(), right.valueOf());
  return !Array.isArray(left) || (Array.isArray(right) && left.length === right.length);
}

// Not enumerable, and yet content.
function sameError(left: Error, right: Error, pairs: Pairs): boolean {
  return left.name === right.name && left.message === right.message && compare(left.cause, right.cause, pairs);
}

// In any order: each entry needs a partner of its own.
function sameEntries(left: readonly unknown[], right: readonly unknown[], pairs: Pairs): boolean {
  const free = [...right];
  return (
    left.length === right.length &&
    left.every((entry) => {
      const at = free.findIndex((other) => compare(entry, other, pairs));
      if (at >= 0) free.splice(at, 1);
      return at >= 0;
    })
  );
}

function sameMembers(left: object, right: object, pairs: Pairs): boolean {
  const names = enumerable(left);
  return (
    names.length === enumerable(right).length &&
    names.every(
      (name) => isEnumerable(right, name) && compare(Reflect.get(left, name), Reflect.get(right, name), pairs),
    )
  );
}

function enumerable(value: object): readonly PropertyKey[] {
  return Reflect.ownKeys(value).filter((name) => isEnumerable(value, name));
}

function isEnumerable(value: object, name: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, name);
}
