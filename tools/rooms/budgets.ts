/** How long things may be. Sources are held to more than tests: a test reads from top to bottom. */
export const budgets = {
  sourceLines: { warn: 300, fail: 500 },
  testLines: { warn: 500, fail: 500 },
  functionLines: { warn: 60, fail: 120 },
  parameters: 3,
} as const;

/** A file may set its length budgets aside with a comment of its own line that gives the reason: `// waiver: a table of data, …`. */
export function hasWaiver(text: string): boolean {
  return /^\/\/ waiver: \S.{9,}/m.test(text);
}

/** A function may set the parameter budget aside in the same way, on one of the two lines above it. */
export function isWaived(text: string, line: number): boolean {
  return text
    .split('\n')
    .slice(Math.max(0, line - 3), line - 1)
    .some((above) => /^\s*\/\/ waiver: \S.{9,}/.test(above));
}
