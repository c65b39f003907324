/**
 * Writes a text so that a shell reads it as one word.
 *
 * Shells and dotenv readers agree on single quotes; without need they are left out, for readers that know neither.
 */
export function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
