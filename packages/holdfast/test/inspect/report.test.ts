import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { generateNodeKey } from '@holdfast/node';
import { inspectFindings } from '../../src/inspect/facts/inspect-findings.ts';
import { showJson } from '../../src/inspect/show/show-json.ts';
import { showPlain } from '../../src/inspect/show/show-plain.ts';
import { toSpan } from '../../src/terminal/relative-time.ts';
import type { Style } from '../../src/terminal/style.ts';
import { forge, look, tokenClaims } from '../support/artefacts.ts';
import { runBinary } from '../support/run-binary.ts';

const issuer = await generateNodeKey('RS256');
const header = { typ: 'JWT', alg: 'RS256', kid: 'k1' };
const plain = (text: string): string => text;
const style: Style = { title: plain, quiet: plain, good: plain, bad: plain, doubtful: plain };
// What a terminal would obey, in a name, in a value, and in a member that nobody knows.
const evil = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2028\r\n';
const hostile = await forge(header, { ...tokenClaims, name: evil, [evil]: evil, cnf: { [evil]: evil } }, issuer);

suite('inspect: the report', () => {
  test('no control reaches the terminal, in either form', async () => {
    const explanation = await look(hostile);
    for (const text of [showPlain(explanation, { columns: 80, style }), showJson(explanation)]) {
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.match(text, /\\u001b\[2J/);
    }
    const { members } = JSON.parse(showJson(explanation)) as { members: readonly { name: string; value: unknown }[] };
    assert.equal(members.find(({ name }) => name === 'name')?.value, evil);
  });

  test('a claim called like a member of every object is described like any other', async () => {
    const text = JSON.stringify(tokenClaims).replace('{', '{"constructor":"c","toString":"t",');
    const shown = showPlain(await look(await forge(header, text, issuer)), { columns: 80, style });
    assert.match(shown, /constructor {2}c\n/);
  });

  test('lines fit the terminal where words can be broken', async () => {
    const explanation = await look(`Authorization: Bearer ${hostile}`);
    for (const columns of [80, 120]) {
      const lines = showPlain(explanation, { columns, style }).split('\n');
      const tooLong = lines.filter((line) => line.length > columns && line.trim().split(/ {2,}/).at(-1)?.includes(' '));
      assert.deepEqual(tooLong, []);
    }
  });

  test('a huge value is shortened, and whole in JSON', async () => {
    const long = 'x'.repeat(4000);
    const explanation = await look(await forge(header, { ...tokenClaims, name: long }, issuer));
    assert.match(showPlain(explanation, { columns: 80, style }), /\(4000 characters\)/);
    assert.ok(showJson(explanation).includes(long));
  });

  test('spans of time', () => {
    const said = [0, 1, 59, 60, 61, 3_600, 5_400, 86_400, 90_000, 864_000, 31_536_000].map(toSpan);
    assert.deepEqual(said, [
      '0 seconds',
      '1 second',
      '59 seconds',
      '1 minute',
      '1 minute 1 second',
      '1 hour',
      '1 hour 30 minutes',
      '1 day',
      '1 day 1 hour',
      '10 days',
      '365 days',
    ]);
  });

  test('the page of findings lists every code with its words', async () => {
    const page = await readFile(new URL('../../../../docs/inspect.md', import.meta.url), 'utf8');
    for (const [code, { severity, meaning, mend }] of Object.entries(inspectFindings)) {
      assert.ok(page.includes(`| \`${code}\` | ${severity} | ${meaning}. ${mend} |`), code);
    }
    const listed = [...page.matchAll(/^\| `(INSPECT_\w+)`/gm)].map(([, code]) => code);
    assert.deepEqual(listed, Object.keys(inspectFindings));
  });
});

suite('inspect: the binary', () => {
  test('exit codes: wrong, in order, and nothing to inspect', async () => {
    const [wrong, given, empty, file] = await Promise.all([
      runBinary(['inspect'], { input: 'hello' }),
      runBinary(['inspect', 'PoP nonce="abc"']),
      runBinary(['inspect'], { input: ' ' }),
      runBinary(['inspect', '--key-set', 'no-such-file', 'x']),
    ]);
    assert.deepEqual([wrong.code, given.code, empty.code, file.code], [1, 0, 2, 2]);
    assert.match(wrong.stdout, /One thing is wrong/);
    assert.match(given.stdout, /Nothing is wrong\n$/);
    assert.equal(empty.stdout, '');
  });

  test('a megabyte is refused before it is read to its end', async () => {
    const { code, stderr } = await runBinary(['inspect'], { input: 'e'.repeat(1_048_576) });
    assert.equal(code, 2);
    assert.match(stderr, /longer than this command reads/);
  });

  test('NO_COLOR and a pipe leave the text plain; FORCE_COLOR does not', async () => {
    const colourless = await runBinary(['inspect', 'PoP nonce="abc"']);
    assert.ok(!colourless.stdout.includes('\u001b'));
    const forced = await runBinary(['inspect', 'PoP nonce="abc"'], { environment: { NO_COLOR: '', FORCE_COLOR: '1' } });
    assert.ok(forced.stdout.includes('\u001b['));
  });
});
