import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDocs, wordFaults } from '../check-docs.ts';
import { findFences } from '../docs/fences.ts';
import { openDoors } from '../docs/public-exports.ts';
import { formatViolation } from '../report/run-check.ts';
import { type Fixture, lowDoor, plant, tell } from './fixture.ts';

const one = (comment: string): Fixture => ({
  'packages/low/src/jws/one.ts': `${comment}export const one = (base: number, { deep }: { deep: number }): number => base + deep;\n`,
});
const ticks = '```';
const catalog =
  "export const lowErrors = { ERR_LOW_ONE: { meaning: 'The thing is wrong', mend: 'Mend it.' } } as const;\n";
const fence = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;

/** What the words of a docstring lack, found without the compiler. */
const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp, beside?: string])[] = [
  ['an export without a docstring', one(''), /one\.ts:1 exports one without a docstring/],
  ['an ordinary comment in its place', one('// The number.\n'), /exports one without a docstring/],
  ['a docstring without a sentence', one('/** number */\n'), /has no first sentence/],
  ['an empty @param', one('/**\n * The number.\n * @param base\n */\n'), /one\.ts:3 one: @param base is empty/],
  ['an empty @returns', one('/**\n * The number.\n * @returns\n */\n'), /one: @returns is empty/],
  [
    'a @param that names nothing',
    one('/**\n * The number.\n * @param gone - a number\n */\n'),
    /@param gone names no parameter/,
  ],
  [
    'an example without a fence',
    one('/**\n * The number.\n * @example one(1, { deep: 1 })\n */\n'),
    /the @example of one is not fenced/,
  ],
  [
    'a member that says nothing',
    one(`/** A thing. */\nexport interface Thing {\n  readonly size: number;\n}\n/** The number. */\n`),
    /one\.ts:3 Thing\.size says nothing/,
    'Thing',
  ],
  [
    'a member of an object inside of a member',
    one(
      `/** A thing. */\nexport interface Thing {\n  /** Inside. */\n  readonly inner: { readonly size: number };\n}\n/** The number. */\n`,
    ),
    /one\.ts:4 Thing\.inner\.size says nothing/,
    'Thing',
  ],
  [
    'an arm of a union that says nothing',
    one(
      `/** A thing. */\nexport type Thing =\n  /** It is one. */\n  | { readonly kind: 'one' }\n  | { readonly kind: 'two' };\n/** The number. */\n`,
    ),
    /one\.ts:5 Thing readonly kind: 'two' says nothing/,
    'Thing',
  ],
  [
    'an option that does not say what counts without it',
    one(
      `/** Options. */\nexport interface ThingOptions {\n  /** How big. */\n  readonly size?: number;\n}\n/** The number. */\n`,
    ),
    /one\.ts:4 ThingOptions\.size may be left out\. Say with @default/,
    'ThingOptions',
  ],
  [
    'a member of an object that a parameter writes out',
    one(
      `/** Adds. */\nexport function add(options: { readonly left: number }): number {\n  return options.left;\n}\n/** The number. */\n`,
    ),
    /one\.ts:2 add options\.left says nothing/,
    'add',
  ],
  [
    'a type that a signature names and no door offers',
    one(
      'interface Hidden {\n  size: number;\n}\n/** Adds. */\nexport function add(to: Hidden): number {\n  return to.size;\n}\n/** The number. */\n',
    ),
    /one\.ts:5 add names the type Hidden, which no door offers by this name/,
    'add',
  ],
  ['a link to a name that is not public', one('/** The number after {@link zero}. */\n'), /one links to zero/],
  [
    'a code in @throws that no catalogue has',
    one('/**\n * The number.\n * @throws `ERR_LOW_GONE`\n */\n'),
    /one\.ts:5 @throws names ERR_LOW_GONE, which no catalogue has/,
  ],
  [
    'a code that nobody is said to throw',
    { 'packages/low/src/errors/catalog.ts': catalog },
    /catalog\.ts ERR_LOW_ONE is in no @throws of a public export/,
  ],
  [
    'a reason for a code that needs none',
    { 'tools/docs/internal-codes.json': { ERR_LOW_ONE: 'Never thrown.' } },
    /internal-codes\.json ERR_LOW_ONE needs no reason/,
  ],
  [
    'a factory without an example',
    one('/** Makes one. */\nexport function createOne(): number {\n  return 1;\n}\n/** The number. */\n'),
    /createOne makes something that lives and shows no example/,
    'createOne',
  ],
  [
    'a reader that does not say what it leaves open',
    one(
      `/**\n * Reads.\n * @example\n * ${ticks}ts\n * 1;\n * ${ticks}\n */\nexport function parseOne(): number {\n  return 1;\n}\n/** The number. */\n`,
    ),
    /parseOne does not say what it leaves open/,
    'parseOne',
  ],
  [
    'a function of a guide without an example',
    {
      'README.md': fence("import { two } from '@fixture/low';"),
      ...one('/** Two. */\nexport function two(): number {\n  return 2;\n}\n/** The number. */\n'),
    },
    /two is in a guide and shows no example/,
    'two',
  ],
  [
    'a door that does not say what it is for',
    { 'packages/low/src/index.ts': "export { one } from './jws/one.ts';\n" },
    /index\.ts:1 the door @fixture\/low does not say what it is for/,
  ],
  [
    'a door that does not show how to come in',
    {
      'packages/low/src/index.ts': `${lowDoor.replace('@fixture/low', 'elsewhere')}export { one } from './jws/one.ts';\n`,
    },
    /the door @fixture\/low does not show how to come in/,
  ],
];

/** What only the compiler finds. */
const broken: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
  [
    'an example in a docstring that does not compile',
    one(
      `/**\n * The number.\n *\n * @example\n * \`\`\`ts\n * const ok = 1;\n * const bad: string = ok;\n * \`\`\`\n */\n`,
    ),
    /one\.ts:7 the example does not compile: .* \(TS2322\)/,
  ],
  [
    'an example on the first page that does not compile',
    { 'README.md': `# Title\n\n${fence('const a = 1;\na();')}` },
    /README\.md:5 the example does not compile/,
  ],
  [
    'an example in docs that does not compile',
    { 'docs/guide/how.md': fence("import 'nowhere';") },
    /docs\/guide\/how\.md:2 the example does not compile/,
  ],
];

/** A door of `low` that offers one more name. */
const opened = (more: string | undefined): Fixture =>
  more === undefined ? {} : { 'packages/low/src/index.ts': `${lowDoor}export { ${more}, one } from './jws/one.ts';\n` };

describe('check docs', () => {
  it('passes a sound repository', async (t) => {
    const readme = `${fence("import { encodeUtf8 } from '@holdfast/core';\nconsole.log(await Promise.resolve(encodeUtf8('a')));")}\n\`\`\`ts continues\nencodeUtf8('b');\n\`\`\`\n\n\`\`\`sh\nnpm test\n\`\`\`\n`;
    const documented = one(
      '/**\n * The number after `base`.\n *\n * @param base - a whole number\n * @param options.deep - how much to add\n * @throws TypeError when `base` is no number\n * @see RFC 9110 section 1\n */\n',
    );
    assert.deepEqual(tell(await checkDocs(plant(t, { 'README.md': readme, ...documented }))), []);
  });

  for (const [title, changes, told, beside] of planted) {
    it(`finds ${title}`, async (t) => {
      const root = plant(t, { ...opened(beside), ...changes });
      const shown = 'README.md' in changes ? findFences('README.md', String(changes['README.md'])) : [];
      const found = (await wordFaults(root, openDoors(root), shown)).map(formatViolation);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }

  for (const [title, changes, told] of broken) {
    it(`finds ${title}`, async (t) => {
      const found = tell(await checkDocs(plant(t, changes)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }

  it('takes a class in @throws for all of its codes', async (t) => {
    const refused = `/** Refused. */\nexport class OneRefused extends Error {\n  /** Why. */\n  readonly code: 'ERR_LOW_ONE' = 'ERR_LOW_ONE';\n}\n`;
    const root = plant(t, {
      ...opened('OneRefused'),
      'packages/low/src/errors/catalog.ts': catalog,
      ...one(`${refused}/**\n * The number.\n * @throws {@link OneRefused}\n */\n`),
    });
    assert.deepEqual(await wordFaults(root, openDoors(root), []), []);
  });

  it('keeps the lines of a fence that continues', () => {
    const text = `${fence('const a = 1;')}\ntext\n\`\`\`ts continues\na;\n\`\`\`\n`;
    const [, second] = findFences('page.md', text);
    assert.deepEqual(second, { file: 'page.md', line: 6, code: 'const a = 1;\na;' });
    assert.equal(text.split('\n')[second!.line + 1 - 1], 'a;');
  });
});
