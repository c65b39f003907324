import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkReference } from '../check-reference.ts';
import { findFences } from '../docs/fences.ts';
import { linkCitations } from '../reference/citations.ts';
import { deadLinks } from '../reference/dead-links.ts';
import { rewriteImports } from '../reference/example-imports.ts';
import { buildReference } from '../reference/pages.ts';
import { writeReference } from '../reference.ts';
import { readText } from '../repository/files.ts';
import { type Fixture, lowDoor, manifest, plant, tell } from './fixture.ts';

const ticks = '```';

const library: Fixture = {
  'packages/low/src/index.ts': `${lowDoor}export * from './jws/one.ts';\nexport * from './errors/one-refused.ts';\n`,
  'packages/low/src/errors/catalog.ts':
    "export const lowErrors = { ERR_LOW_ONE: { meaning: 'The thing is wrong', mend: 'Mend it.', status: 400 } } as const;\n",
  'packages/low/src/errors/one-refused.ts': `/** Refused. */
export class OneRefused extends Error {
  /** Why. */
  readonly code: 'ERR_LOW_ONE' = 'ERR_LOW_ONE';
  private readonly hidden = 1;
  readonly #own = 2;

  /** Says how often. */
  count(): number {
    return this.hidden + this.#own;
  }
}
`,
  'packages/low/src/jws/one.ts': `/** Options of {@link createOne}. */
export interface OneOptions {
  /** How big | wide, in bytes. @default 3 */
  readonly size?: number | undefined;
  /** Told what happens. */
  readonly sink: (event: Thing) => void;
  /** Where it is. */
  readonly place: {
    /** Name of the place. */
    readonly name: string;
  };
}

/** A thing. */
export type Thing =
  /** It is one. */
  | {
      readonly kind: 'one';
      /** How many. */
      readonly count: number;
    }
  /** It is two. */
  | { readonly kind: 'two' };

/** What comes back. */
export interface One extends Omit<Base, 'secret'> {
  /**
   * Takes it.
   *
   * @throws {@link OneRefused} \`ERR_LOW_ONE\` when it is gone
   */
  take(from: Thing): Promise<Thing>;
}

interface Base {
  /** Inherited. */
  readonly below: string;
  readonly secret: string;
}

/**
 * Makes one.
 *
 * Not checked: anything.
 *
 * @param options - read once
 * @throws TypeError when \`size\` is no number
 * @see RFC 7515 section 5.1 and 7.1
 *
 * @example
 * ${ticks}ts
 * import { createOne } from '@fixture/low';
 * ${ticks}
 */
export function createOne({ size }: OneOptions): One {
  throw new TypeError(String(size));
}
`,
  'packages/high/package.json': manifest('@fixture/high', { dependencies: { '@fixture/low': '1.0.0' } }),
  'packages/high/src/index.ts': "export { createOne } from '../../low/src/jws/one.ts';\n",
};

describe('check reference', () => {
  it('passes once the pages are written, and again after they are written once more', async (t) => {
    const root = plant(t, library);
    assert.match(tell(await checkReference(root)).join('\n'), /docs\/api\/low\.md is not what the docstrings say/);
    await writeReference(root);
    assert.deepEqual(tell(await checkReference(root)), []);
    const before = readText(root, 'docs/api/low.md');
    await writeReference(root);
    assert.equal(readText(root, 'docs/api/low.md'), before);
  });

  it('finds a page that is behind', async (t) => {
    const root = plant(t, library);
    await writeReference(root);
    const file = 'packages/low/src/jws/one.ts';
    writeFileSync(join(root, file), readText(root, file).replace('Makes one.', 'Makes another one.'));
    const told = tell(await checkReference(root)).join('\n');
    assert.match(told, /^docs\/api\/low\.md is not what the docstrings say\. Run npm run reference\.$/m);
  });

  it('finds a page whose door is gone, and writing removes it', async (t) => {
    const root = plant(t, library);
    await writeReference(root);
    writeFileSync(join(root, 'docs/api/gone.md'), '# Gone\n');
    assert.deepEqual(tell(await checkReference(root)), ['docs/api/gone.md describes no door. Run npm run reference.']);
    await writeReference(root);
    assert.deepEqual(tell(await checkReference(root)), []);
  });
});

describe('a page of the reference', () => {
  it('says everything that the docstrings say', async (t) => {
    const page = (await buildReference(plant(t, library))).get('docs/api/low.md') ?? '';
    const expected = [
      '# @fixture/low',
      '- [createOne](#createone): Makes one.',
      `${ticks}ts signature\ncreateOne(options: OneOptions): One\n${ticks}`,
      '**Not checked:** anything.',
      '| `options` | <code>[OneOptions](#oneoptions)</code> | read once |',
      '**Returns** <code>[One](#one)</code>',
      '- `TypeError` when `size` is no number',
      '[RFC 7515 section 5.1](https://www.rfc-editor.org/rfc/rfc7515#section-5.1) and [7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1)',
      '#### OneOptions',
      '| `size?` | <code>number</code> | 3 | How big \\| wide, in bytes. |',
      '| `place.name` | <code>string</code> |  | Name of the place. |',
      '| `below` | <code>string</code> | Inherited. |',
      '#### One.take',
      '- [`OneRefused`](#onerefused) [`ERR_LOW_ONE`](../errors.md#err_low_one) when it is gone',
      "**`kind: 'one'`**: It is one.",
      '| `count` | <code>number</code> | How many. |',
      '| [`ERR_LOW_ONE`](../errors.md#err_low_one) | 400 | The thing is wrong. |',
    ];
    for (const text of expected) assert.ok(page.includes(text), `${text}\n\nis not in\n\n${page}`);
    assert.doesNotMatch(page, /secret|hidden/);
  });

  it('describes what a package passes on, and leads to where it is at home', async (t) => {
    const page = (await buildReference(plant(t, library))).get('docs/api/high.md') ?? '';
    assert.match(page, /^### createOne$/m);
    assert.match(page, /The same as in \[@fixture\/low\]\(low\.md#createone\)\./);
    assert.match(page, /\[OneOptions\]\(low\.md#oneoptions\)/);
    assert.match(page, /^import \{ createOne \} from '@fixture\/high';$/m);
  });

  it('is listed with every export on the first page', async (t) => {
    const index = (await buildReference(plant(t, library))).get('docs/api/README.md') ?? '';
    assert.match(index, /^\| \[`@fixture\/low`\]\(low\.md\) \| A small package\. \|$/m);
    const names = [...index.matchAll(/^\| \[(\w+)\]\(low\.md#/gm)].map(([, name]) => name);
    assert.deepEqual(names, ['createOne', 'One', 'OneOptions', 'OneRefused', 'Thing']);
  });

  it('has examples that are compiled, and signatures that are not', async (t) => {
    const page = (await buildReference(plant(t, library))).get('docs/api/low.md') ?? '';
    const shown = findFences('docs/api/low.md', page).map(({ code }) => code);
    assert.ok(shown.some((code) => code === "import { createOne } from '@fixture/low';"));
    assert.ok(!shown.some((code) => code.includes('createOne(options')));
    assert.equal(findFences('README.md', `${ticks}ts signature\n1;\n${ticks}\n`).length, 1);
  });
});

describe('links between pages', () => {
  it('are dead where no heading has their name', () => {
    const pages = new Map([
      [
        'docs/api/one.md',
        '# One\n\n[a](#one) [b](#two) [c](two.md#three-1) [d](../errors.md#gone) [e](https://a.example/#f)\n',
      ],
      ['docs/api/two.md', '# Two\n\n## Three\n\n### three\n'],
      ['docs/errors.md', '# Errors\n'],
    ]);
    const targets = deadLinks(pages).map(({ file, target }) => `${file} ${target}`);
    assert.deepEqual(targets, ['docs/api/one.md #two', 'docs/api/one.md ../errors.md#gone']);
  });

  it('tell names apart that differ in letter case only', async (t) => {
    const root = plant(t, {
      ...library,
      'packages/low/src/jws/one.ts':
        '/** The type of {@link limits}. */\nexport interface Limits {\n  /** Most. */\n  readonly most: number;\n}\n\n/** The limits. */\nexport const limits: Limits = { most: 1 };\n',
      'packages/high/src/index.ts': 'export {};\n',
    });
    const page = (await buildReference(root)).get('docs/api/low.md') ?? '';
    assert.match(page, /The type of \[`limits`\]\(#limits-1\)/);
    assert.match(page, /<code>limits: \[Limits\]\(#limits\)<\/code>/);
  });
});

describe('citations', () => {
  it('lead to the section', () => {
    assert.equal(
      linkCitations('draft-ietf-oauth-signed-http-request-03 section 7.5.'),
      '[draft-ietf-oauth-signed-http-request-03 section 7.5](https://datatracker.ietf.org/doc/html/draft-ietf-oauth-signed-http-request-03#section-7.5).',
    );
    assert.equal(linkCitations('RFC 6750.'), '[RFC 6750](https://www.rfc-editor.org/rfc/rfc6750).');
    assert.equal(
      linkCitations('RFC 9110 sections 11.2, 11.3 and 11.6.1'),
      '[RFC 9110 sections 11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2), [11.3](https://www.rfc-editor.org/rfc/rfc9110#section-11.3) and [11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)',
    );
  });
});

describe('imports of an example', () => {
  it('come from the door of the page when it offers every name', () => {
    const offered = new Set(['createOne', 'One']);
    const code = "import { createOne, type One } from '@fixture/low';\nimport { other } from '@fixture/low';";
    assert.equal(
      rewriteImports(code, '@fixture/high', offered),
      "import { createOne, type One } from '@fixture/high';\nimport { other } from '@fixture/low';",
    );
    const foreign = "import { createOne } from 'elsewhere';";
    assert.equal(rewriteImports(foreign, '@fixture/high', offered), foreign);
  });
});
