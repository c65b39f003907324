import { isMap, isScalar, isSeq, type Pair, type ParsedNode } from 'yaml';
import type { Shape, ValueOf } from './shape.ts';
import { suggestName } from './suggest.ts';
import type { YamlSource, YamlValue } from './yaml-source.ts';

const mostEntries = 1000;

/** A list. */
export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema, maxItems: mostEntries },
    read: (value, source) => {
      if (!isSeq(value) || value.items.length > mostEntries) {
        source.report(value, 'the value is not a list', 'Write a list, such as [one, two].');
        return undefined;
      }
      return value.items
        .map((entry) => item.read(entry as YamlValue, source))
        .filter((entry): entry is Awaited<T> & T => entry !== undefined);
    },
  };
}

/** A mapping whose names the author chooses. */
export function mapOf<T>(
  key: { readonly what: string; readonly pattern: RegExp },
  entry: Shape<T>,
): Shape<Readonly<Record<string, T>>> {
  return {
    schema: {
      type: ['object', 'null'],
      propertyNames: { pattern: key.pattern.source },
      additionalProperties: entry.schema,
    },
    read: (value, source) => {
      const found: [string, T][] = [];
      for (const { name, at, inner } of readPairs(value, source)) {
        if (!key.pattern.test(name)) {
          source.report(at, 'the name is not allowed here', `Use ${key.what} as the name.`);
          continue;
        }
        const read = entry.read(inner, source);
        if (read !== undefined) found.push([name, read]);
      }
      // Own properties, whatever their names are.
      return Object.fromEntries(found);
    },
  };
}

/** A field of a record. */
export interface Field<T> {
  readonly shape: Shape<T>;
  /** One sentence for the JSON Schema and the documentation. */
  readonly says: string;
}

/** Makes a field. */
export function field<T>(shape: Shape<T>, says: string): Field<T> {
  return { shape, says };
}

/** Values of a record; whatever the file leaves out is absent. */
export type RecordValue<F extends Readonly<Record<string, Field<unknown>>>> = {
  readonly [Name in keyof F]?: ValueOf<F[Name]['shape']>;
};

/** A mapping with known fields. An unknown one is a mistake: it is a wish that would go unheard. */
export function record<F extends Readonly<Record<string, Field<unknown>>>>(fields: F): Shape<RecordValue<F>> {
  const names = Object.keys(fields);
  return {
    schema: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: Object.fromEntries(
        names.map((name) => [name, { description: fields[name]?.says, ...fields[name]?.shape.schema }]),
      ),
    },
    read: (value, source) => {
      const found: [string, unknown][] = [];
      for (const { name, at, inner } of readPairs(value, source)) {
        const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (known === undefined) reportUnknown(source, at, { name, names });
        else {
          const read = known.shape.read(inner, source);
          if (read !== undefined) found.push([name, read]);
        }
      }
      return Object.fromEntries(found) as RecordValue<F>;
    },
  };
}

function reportUnknown(
  source: YamlSource,
  at: YamlValue,
  { name, names }: { readonly name: string; readonly names: readonly string[] },
): void {
  const meant = suggestName(name, names);
  const mend = meant === undefined ? `The fields here are: ${names.join(', ')}.` : `Did you mean ${meant}?`;
  // A name of another form may be a value that slipped into the wrong column.
  const shown = /^[A-Za-z][A-Za-z_-]{0,31}$/.test(name) ? `unknown field ${name}` : 'unknown field';
  source.report(at, shown, mend);
}

interface ReadPair {
  readonly name: string;
  readonly at: YamlValue;
  readonly inner: YamlValue;
}

function readPairs(value: YamlValue, source: YamlSource): readonly ReadPair[] {
  // A name with nothing under it is an empty mapping.
  if (value === null || (isScalar(value) && value.value === null)) return [];
  if (!isMap(value) || value.items.length > mostEntries) {
    source.report(value, 'the value is not a mapping', 'Write fields under it, each as "name: value".');
    return [];
  }
  return (value.items as readonly Pair<ParsedNode, ParsedNode | null>[]).map(({ key, value: inner }) => ({
    name: isScalar(key) ? String(key.value) : '',
    at: key,
    inner,
  }));
}
