import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { subjectOf } from '../../src/inspect/facts/kind.ts';
import { readLooseBase64url } from '../../src/inspect/tolerant/loose-base64url.ts';
import { readPem } from '../../src/inspect/tolerant/pem.ts';
import { codesOf, look } from '../support/artefacts.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ typ: 'JWT', alg: 'RS256' });
const assertion = part({ iss: 'a', sub: 'a', aud: 'https://login.example/oauth2/v2.0/token' });

// Within what inspect reads. A reader that begins anew at every character needs seconds to minutes for each of these, one pass milliseconds.
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['a field with a gap of blanks', `GET / HTTP/1.1\nA: x${' '.repeat(200_000)}x\n\n`],
  ['a field of blanks that ends in a carriage return', `GET / HTTP/1.1\nA:${' '.repeat(20_000)}\rx\n\n`],
  ['two hundred such fields', `GET / HTTP/1.1\n${`A:${'\t'.repeat(2500)}x\t\rx\n`.repeat(190)}`],
  ['blocks of PEM that never end', '-----BEGIN A-----'.repeat(30_000)],
  ['blocks of PEM with another end', `${'-----BEGIN A-----'.repeat(15_000)}${'-----END B-----'.repeat(15_000)}`],
  ['padding inside of a payload', `${header}.${'='.repeat(130_000)}x.`],
  ['padding inside of a signature', `${header}..${'='.repeat(130_000)}x`],
  [
    'padding inside of the name of a certificate',
    `${part({ typ: 'JWT', alg: 'RS256', x5t: `${'='.repeat(60_000)}x` })}.${assertion}.x`,
  ],
  ['a credential that never ends', `Authorization: PoP ${'a'.repeat(400_000)}=!`],
  ['quotes that are escaped', `WWW-Authenticate: ${'PoP a="b\\"", '.repeat(30_000)}`],
  ['a name twice, and a long text', `{"access_token":{},"access_token":{"a":"${'\\"'.repeat(60_000)}"}}`],
  ['brackets', '['.repeat(500_000)],
];

suite('inspect: long input', () => {
  for (const [what, text] of hostile) {
    test(`${what} is read in one pass`, async () => {
      const begun = performance.now();
      await look(text);
      const took = performance.now() - begun;
      assert.ok(took < 2000, `${Math.round(took)} ms`);
    });
  }

  test('a field has no blanks around its value, and keeps those within', async () => {
    const fields = 'Host:\t api.example \t\nX-Empty:\nX-Blank:  \t ';
    const explanation = await look(`GET /orders HTTP/1.1\n${fields}\n\n`);
    assert.equal(explanation.members.find(({ name }) => name === 'host')?.value, 'api.example');
    assert.equal(codesOf(explanation).includes('INSPECT_MESSAGE_MALFORMED'), false);
  });

  test('padding goes off the end alone', () => {
    assert.deepEqual(Buffer.from(readLooseBase64url('YWI=', 'part').bytes).toString(), 'ab');
    assert.deepEqual(readLooseBase64url('====', 'part').bytes.length, 0);
    assert.ok(readLooseBase64url('YW=I', 'part').findings.some(({ code }) => code === 'INSPECT_ALPHABET'));
  });

  test('blocks of PEM follow one another, and what stands inside of one is its body', () => {
    const block = (label: string, body: string): string =>
      `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
    const read = (text: string) =>
      readPem(subjectOf(text)).map(({ label, der }) => [label, Buffer.from(der).toString()]);
    assert.deepEqual(read(`text\n${block('A', 'YQ==')}${block('B B', 'Yg==')}`), [
      ['A', 'a'],
      ['B B', 'b'],
    ]);
    assert.deepEqual(
      read(block('A', `YQ==\n${block('B', 'Yg==')}`)).map(([label]) => label),
      ['A'],
    );
    assert.deepEqual(read(`-----BEGIN A-----\n${block('B', 'Yg==')}`), [['B', 'b']]);
    assert.equal(read(block('A', 'YQ==').repeat(20)).length, 16);
    assert.deepEqual(read('no PEM'), []);
  });
});
