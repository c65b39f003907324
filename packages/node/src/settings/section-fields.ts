/** The fields of one section of settings, found in any letter case, as the configuration of .NET finds them. */
export interface SectionFields<Name extends string> {
  /** Whether the field is there, whatever it holds. */
  isGiven(name: Name): boolean;
  /** The value; null and absent are undefined. */
  value(name: Name): unknown;
  /** Text; empty text is undefined. */
  text(name: Name): string | undefined;
  /** Text that must be there. */
  needText(name: Name): string;
  flag(name: Name): boolean | undefined;
  /** Texts; a section with the names 0, 1, … is a list, as environment variables write it. */
  texts(name: Name): readonly string[] | undefined;
  /** Names and texts. */
  textMap(name: Name): Readonly<Record<string, string>> | undefined;
}

/** What {@link readSectionFields} needs. */
export interface SectionOptions<Name extends string> {
  /** Every field there may be. */
  readonly names: readonly Name[];
  /** Makes the error. */
  readonly fault: (what: string) => Error;
}

/**
 * Reads the names of a section; what they hold is looked at when it is asked for.
 *
 * @throws what `fault` makes; also from the functions of the result
 */
export function readSectionFields<Name extends string>(
  section: unknown,
  { names, fault }: SectionOptions<Name>,
): SectionFields<Name> {
  const fields = findFields(section, { names, fault });
  const read = <T>(name: Name, as: (value: unknown) => T | undefined): T | undefined => {
    const value = fields.get(name);
    if (value === undefined) return undefined;
    const result = as(value);
    if (result === undefined) throw fault(name);
    return result;
  };
  const text = (name: Name): string | undefined => read(name, asText) || undefined;
  return {
    isGiven: (name) => fields.has(name),
    value: (name) => fields.get(name),
    text,
    needText(name) {
      const value = text(name);
      if (value === undefined) throw fault(name);
      return value;
    },
    flag: (name) => read(name, asFlag),
    texts: (name) => read(name, asTexts),
    textMap: (name) => read(name, asTextMap),
  };
}

function findFields<Name extends string>(
  section: unknown,
  { names, fault }: SectionOptions<Name>,
): ReadonlyMap<Name, unknown> {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) throw fault('no object');
  const spelling = new Map(names.map((name) => [name.toLowerCase(), name]));
  const fields = new Map<Name, unknown>();
  for (const [given, value] of Object.entries(section)) {
    const name = spelling.get(given.toLowerCase());
    // Names in errors come from the table: whatever else settings hold may be a secret in the wrong place.
    if (name === undefined) throw fault('unknown field');
    if (fields.has(name)) throw fault(`${name} twice`);
    // JSON has no undefined: null is how settings leave a field out.
    if (value !== undefined) fields.set(name, value ?? undefined);
  }
  return fields;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A flag, or its word, as environment variables and .NET write it. */
function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return word === 'true' || (word === 'false' ? false : undefined);
}

function asTexts(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'object') return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : Object.values(Object(value));
  return list.every((item) => typeof item === 'string') ? list : undefined;
}

function asTextMap(value: unknown): Readonly<Record<string, string>> | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const isOfTexts = isMap && Object.values(value).every((item) => typeof item === 'string');
  return isOfTexts ? (value as Readonly<Record<string, string>>) : undefined;
}
