/** How long things may be. Sources are held to more than tests: a test reads from top to bottom. */
export const budgets = {
  sourceLines: { warn: 300, fail: 500 },
  testLines: { warn: 500, fail: 500 },
  functionLines: { warn: 60, fail: 120 },
  parameters: 3,
} as const;

const waiver = /\/\/ waiver: \S.{9,}/;

/** A file may set its length budgets aside with a comment that gives the reason: `// waiver: a table of data, …`. */
export function hasWaiver(text: string): boolean {
  return waiver.test(text);
}
