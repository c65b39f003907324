import { checkOptionNames } from '@holdfast/core/option-names';

/** Refuses names that are not options: a misspelt option would silently leave its default in place. */
export function checkKnownNames(options: object, known: Readonly<Record<string, true>>): void {
  checkOptionNames(options, new Set(Object.keys(known)));
}

/** Bounds of an amount; it may be zero only where `least` says so. */
export interface AmountBounds {
  readonly least?: 0 | undefined;
  readonly most: number;
}

/** Reads a whole number of seconds within bounds, from 1 unless told. */
export function readAmount(name: string, value: number, { least, most }: AmountBounds): number {
  const smallest = least ?? 1;
  if (!Number.isSafeInteger(value) || value < smallest || value > most) {
    throw new TypeError(`${name} must be a whole number of seconds from ${smallest} to ${most}`);
  }
  return value;
}

/** Reads a whole number, zero included. */
export function readCount(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`${name} must be a whole number`);
  return value;
}

/** Reads one text, or a list of at least one. */
export function readList(name: string, value: string | readonly string[] | undefined): readonly [string, ...string[]] {
  const [first, ...rest]: readonly unknown[] = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  if (!isText(first) || !rest.every(isText)) throw new TypeError(`${name} must be a text, or a list of at least one`);
  return [first, ...(rest as string[])];
}
