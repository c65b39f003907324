import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

declare const axe: { run(options: object): Promise<{ readonly violations: readonly Finding[] }> };

/** A page of a browser, as much of it as axe takes. */
interface AskedPage {
  evaluate(code: string): Promise<unknown>;
  evaluate<T>(work: () => Promise<T>): Promise<T>;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Asks axe about a page as it looks now: every rule it has, of every impact. */
export async function findViolations(page: AskedPage): Promise<readonly string[]> {
  // Once for all that is asked of a page: it is half a megabyte of program.
  if (await page.evaluate(async () => typeof axe === 'undefined')) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html).join(' ')}`);
}
