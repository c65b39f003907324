import type { JsonObject } from '@holdfast/core';
import { isScalar } from 'yaml';
import type { YamlSource, YamlValue } from './yaml-source.ts';

/** What a value must look like: reads it from YAML, and describes it as JSON Schema. Both come from one definition. */
export interface Shape<T> {
  /** Reads a value; reports what is wrong with it and returns undefined. */
  read(value: YamlValue, source: YamlSource): T | undefined;
  readonly schema: JsonObject;
}

/** Type that a shape reads. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** Text that a rule accepts. */
export function text(rule: {
  /** Completes "this must be …". */
  readonly what: string;
  readonly pattern: RegExp;
  /** Asked after the pattern, for what a pattern cannot say. */
  readonly accept?: (value: string) => boolean;
}): Shape<string> {
  const { what, pattern, accept = () => true } = rule;
  return {
    schema: { type: 'string', pattern: pattern.source },
    read: (value, source) => {
      const found = isScalar(value) ? value.value : undefined;
      if (typeof found === 'string' && pattern.test(found) && accept(found)) return found;
      const quoted =
        isScalar(value) && typeof found === 'number' ? ' Put numbers that are meant as text in quotes.' : '';
      source.report(value, 'the value is not allowed here', `Write ${what}.${quoted}`);
      return undefined;
    },
  };
}

/** One of a few words or numbers. */
export function choice<const T extends string | number>(words: readonly T[]): Shape<T> {
  return {
    schema: { enum: words },
    read: (value, source) => {
      const found = isScalar(value) ? words.find((word) => word === value.value) : undefined;
      if (found === undefined)
        source.report(value, 'the value is not allowed here', `Write one of: ${words.join(', ')}.`);
      return found;
    },
  };
}

/** A whole number within bounds. */
export function wholeNumber(bounds: { readonly least: number; readonly most: number }): Shape<number> {
  const { least, most } = bounds;
  return {
    schema: { type: 'integer', minimum: least, maximum: most },
    read: (value, source) => {
      const found = isScalar(value) ? value.value : undefined;
      if (typeof found === 'number' && Number.isInteger(found) && found >= least && found <= most) return found;
      source.report(value, 'the value is not allowed here', `Write a whole number from ${least} to ${most}.`);
      return undefined;
    },
  };
}

/**
 * A value that is checked as a whole after its parts were read.
 *
 * @param rule - `settle` makes what is wanted of what was read, or returns what `refuse` does; `schema` says the same to editors
 */
export function settled<Read, Wanted>(
  shape: Shape<Read>,
  rule: {
    readonly schema: JsonObject;
    readonly settle: (read: Read, refuse: (what: string, mend: string) => undefined) => Wanted | undefined;
  },
): Shape<Wanted> {
  return {
    schema: { ...shape.schema, ...rule.schema },
    read: (value, source) => {
      const before = source.problems.length;
      const read = shape.read(value, source);
      // A part that is wrong was reported already; what is missing because of it is not reported as well.
      if (read === undefined || source.problems.length > before) return undefined;
      return rule.settle(read, (what, mend) => {
        source.report(value, what, mend);
        return undefined;
      });
    },
  };
}
