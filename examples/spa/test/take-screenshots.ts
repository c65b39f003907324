/*
 * Takes pictures of the example for people to look at: node --conditions=source examples/spa/test/take-screenshots.ts FOLDER
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appearances } from '../../../conformance/sign-in-pages/appearances.ts';
import { openBuiltPage } from './built-page.ts';
import { openVisitor } from './visitor.ts';

const folder = process.argv[2] ?? '.check/example';
mkdirSync(folder, { recursive: true });
const built = await openBuiltPage();
try {
  for (const [appearance, options] of Object.entries(appearances)) {
    const context = await built.browser.newContext(options);
    const visitor = await openVisitor(await context.newPage(), built.url);
    const take = (name: string) =>
      visitor.page.screenshot({ path: join(folder, `${appearance}-${name}.png`), fullPage: true });
    await visitor.reads('Nobody is signed in.');
    await take('1-stranger');
    await visitor.signIn('Ada Lovelace');
    await visitor.press('List orders');
    await visitor.page.locator('#proof').waitFor();
    await visitor.press('Let him try everything');
    await visitor.page.locator('#thief-verdict:not(:empty)').waitFor();
    await take('2-thief');
    await visitor.page.locator('#thief').screenshot({ path: join(folder, `${appearance}-3-thief-alone.png`) });
    await context.close();
  }
} finally {
  await built.close();
}
