import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDocs } from '../check-docs.ts';
import { findFences } from '../docs/fences.ts';
import { type Fixture, plant, tell } from './fixture.ts';

const one = (comment: string): Fixture => ({
  'packages/low/src/jws/one.ts': `${comment}export const one = (base: number, { deep }: { deep: number }): number => base + deep;\n`,
});
const fence = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;

const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
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

describe('check docs', () => {
  it('passes a sound repository', (t) => {
    const readme = `${fence("import { encodeUtf8 } from '@holdfast/core';\nconsole.log(await Promise.resolve(encodeUtf8('a')));")}\n\`\`\`ts continues\nencodeUtf8('b');\n\`\`\`\n\n\`\`\`sh\nnpm test\n\`\`\`\n`;
    const documented = one(
      '/**\n * The number after `base`.\n *\n * @param base - a whole number\n * @param options.deep - how much to add\n * @throws TypeError when `base` is no number\n * @see RFC 9110 section 1\n */\n',
    );
    assert.deepEqual(tell(checkDocs(plant(t, { 'README.md': readme, ...documented }))), []);
  });

  for (const [title, changes, told] of planted) {
    it(`finds ${title}`, (t) => {
      const found = tell(checkDocs(plant(t, changes)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }

  it('keeps the lines of a fence that continues', () => {
    const text = `${fence('const a = 1;')}\ntext\n\`\`\`ts continues\na;\n\`\`\`\n`;
    const [, second] = findFences('page.md', text);
    assert.deepEqual(second, { file: 'page.md', line: 6, code: 'const a = 1;\na;' });
    assert.equal(text.split('\n')[second!.line + 1 - 1], 'a;');
  });
});
