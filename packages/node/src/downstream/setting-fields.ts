import { DownstreamSettingsInvalid } from '../errors/downstream-errors.ts';

/** The fields of one section of settings, found in any letter case, as the configuration of .NET finds them. */
export interface SettingFields<Name extends string> {
  /** Whether the field is there, whatever it holds. */
  isGiven(name: Name): boolean;
  /** The value; null and absent are undefined. */
  value(name: Name): unknown;
  text(name: Name): string | undefined;
  /** Text that must be there. */
  needText(name: Name): string;
  flag(name: Name): boolean | undefined;
  /** Texts; a section with the names 0, 1, … is a list, as environment variables write it. */
  texts(name: Name): readonly string[] | undefined;
  /** Names and texts. */
  textMap(name: Name): Readonly<Record<string, string>> | undefined;
}

/**
 * Reads the names of a section; what they hold is looked at when it is asked for.
 *
 * @param place - names the section in an error
 * @param names - every field there may be
 * @throws {@link DownstreamSettingsInvalid}; also from the functions of the result
 */
export function readSettingFields<Name extends string>(
  section: unknown,
  place: string,
  names: readonly Name[],
): SettingFields<Name> {
  // Names come from the table: whatever else settings hold may be a secret in the wrong place.
  const fault = (what: string): DownstreamSettingsInvalid =>
    new DownstreamSettingsInvalid({ detail: `${place}: ${what}` });
  if (typeof section !== 'object' || section === null || Array.isArray(section)) throw fault('no object');
  const spelling = new Map(names.map((name) => [name.toLowerCase(), name]));
  const fields = new Map<Name, unknown>();
  for (const [given, value] of Object.entries(section)) {
    const name = spelling.get(given.toLowerCase());
    if (name === undefined) throw fault('unknown field');
    if (fields.has(name)) throw fault(`${name} twice`);
    if (value !== undefined) fields.set(name, value ?? undefined);
  }
  const text = (name: Name): string | undefined => {
    const value = fields.get(name);
    if (value !== undefined && typeof value !== 'string') throw fault(name);
    return value === '' ? undefined : value;
  };
  return {
    isGiven: (name) => fields.has(name),
    value: (name) => fields.get(name),
    text,
    needText(name) {
      const value = text(name);
      if (value === undefined) throw fault(name);
      return value;
    },
    flag(name) {
      const value = fields.get(name);
      if (value === undefined || typeof value === 'boolean') return value;
      // As environment variables and .NET write it.
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      if (word !== 'true' && word !== 'false') throw fault(name);
      return word === 'true';
    },
    texts(name) {
      const value = fields.get(name);
      if (value === undefined) return undefined;
      const list: unknown = Array.isArray(value) ? value : Object.values(Object(value));
      const isList = typeof value === 'object' && Array.isArray(list) && list.every((item) => typeof item === 'string');
      if (!isList) throw fault(name);
      return list;
    },
    textMap(name) {
      const value = fields.get(name);
      if (value === undefined) return undefined;
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isMap || !Object.values(value).every((item) => typeof item === 'string')) throw fault(name);
      return value as Readonly<Record<string, string>>;
    },
  };
}
