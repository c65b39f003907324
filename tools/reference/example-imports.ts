/**
 * Makes an example import from `specifier` what that door offers: a reader of the page may have installed no other package.
 *
 * An import that asks for a name the door does not offer stays as it is.
 */
export function rewriteImports(code: string, specifier: string, offered: ReadonlySet<string>): string {
  const own = specifier.split('/')[0] ?? '';
  return code.replace(statement, (whole, names: string, from: string) => {
    const isSibling = from !== specifier && from.startsWith(`${own}/`);
    const wanted = names
      .split(',')
      .map(nameOf)
      .filter((name) => name !== '');
    return isSibling && wanted.every((name) => offered.has(name))
      ? whole.replace(`'${from}'`, `'${specifier}'`)
      : whole;
  });
}

const statement = /^import (?:type )?\{([^}]*)\} from '([^']+)';$/gm;

function nameOf(text: string): string {
  return (
    text
      .trim()
      .replace(/^type /, '')
      .split(' as ')[0] ?? ''
  );
}
