import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkText } from '../check-text.ts';
import { type Fixture, plant, tell } from './fixture.ts';

// Put together from parts: this file is checked too.
const address = ['https://registry', 'npmjs', 'org/x'].join('.');
const machine = ['', 'work', 'main'].join('/');
const undone = ['// TO', 'DO: later\n'].join('');
const key = ['-----BEGIN', `PRIVATE KEY-----\n${'A'.repeat(64)}\n`].join(' ');

const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
  ['a registry', { '.npmrc': `registry=${address}\n` }, /\.npmrc:1 names a package registry/],
  [
    'a resolved address',
    { 'package-lock.json': '{\n"resolved": "https://example.test/x.tgz" }\n' },
    /package-lock\.json:2 has a resolved address/,
  ],
  [
    'a folder of one machine',
    { 'docs/how.md': `\nIt is in ${machine}.\n` },
    /docs\/how\.md:2 names a folder of one machine/,
  ],
  ['work left undone', { 'packages/low/src/base/late.ts': undone }, /late\.ts:1 leaves work undone/],
  ['a private key', { 'packages/low/src/base/key.txt': key }, /key\.txt:1 holds a private key/],
  ['a private JWK', { 'docs/key.json': `{ "d": "${'a'.repeat(43)}" }` }, /key\.json:1 holds a private JWK/],
];

describe('check text', () => {
  it('passes a sound repository', (t) => {
    const changes = {
      'package-lock.json': '{ "resolved": "packages/core" }\n',
      'packages/low/src/base/pem.ts': "export const begin = '-----BEGIN PRIVATE KEY-----';\n",
      'packages/low/test/key.txt': key,
      'docs/framework/root/page.md': `See packages${machine}\n`,
    };
    assert.deepEqual(tell(checkText(plant(t, changes))), []);
  });

  for (const [title, changes, told] of planted) {
    it(`finds ${title}`, (t) => {
      const found = tell(checkText(plant(t, changes)));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', told);
    });
  }
});
