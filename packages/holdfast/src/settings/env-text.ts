import { InputRefused } from '../errors/input-refused.ts';

/** Values by name, of an env file or of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const line = /^(?:export +)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/;
const bareValue = /^[^'"\\`$\s]*$/;
const quotedValue = /^'((?:[^']|'\\'')*)'$/;

/**
 * Reads an env file: one `NAME=value` on each line, values bare or in single quotes, as `holdfast up` writes them.
 *
 * Nothing is expanded or run. What a shell would read in another way (double quotes, `$`, blanks) is refused.
 *
 * @throws {@link InputRefused} `ERR_ENV_FILE` with the number of the line
 */
export function parseEnvText(text: string): Environment {
  const values = new Map<string, string>();
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#.*)?$/.test(content)) continue;
    const [, name, value = ''] = line.exec(content) ?? [];
    const read = bareValue.test(value) ? value : quotedValue.exec(value)?.[1]?.replaceAll("'\\''", "'");
    if (name === undefined || read === undefined)
      throw new InputRefused('ERR_ENV_FILE', { detail: `line ${index + 1}` });
    values.set(name, read);
  }
  return Object.fromEntries(values);
}
