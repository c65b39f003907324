import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { parseEnvText } from '../../src/settings/env-text.ts';
import { quoteForShell } from '../../src/up/quote-for-shell.ts';

suite('env files', () => {
  test('what holdfast up writes reads as a shell reads it', () => {
    const values = [
      'plain',
      '',
      'with blanks',
      "it's",
      `'"$HOME" \`x\` \\`,
      'https://localhost:8443',
      'ümlaut',
      '#no comment',
    ];
    for (const value of values) {
      const line = `NAME=${quoteForShell(value)}`;
      const inShell = execFileSync('sh', ['-c', `${line}; printf %s "$NAME"`], { encoding: 'utf8' });
      assert.deepEqual([parseEnvText(line)['NAME'], inShell], [value, value]);
    }
  });

  test('comments, empty lines, export and either line break', () => {
    assert.deepEqual({ ...parseEnvText('# a\r\n\r\n  # b\nexport A=1\r\nB=2\n') }, { A: '1', B: '2' });
  });

  test('what a shell would read in another way is refused, with the number of its line', () => {
    for (const line of [
      'A="b"',
      'A=$B',
      'A=b c',
      'A=`b`',
      'A=\\b',
      "A='b",
      "A='b'c",
      'A',
      '=b',
      '1A=b',
      'A =b',
      ' A=b',
    ]) {
      assert.throws(() => parseEnvText(`OK=1\n${line}`), { code: 'ERR_ENV_FILE', message: /\(line 2\)/ }, line);
    }
  });

  test('a name like a member of every object is a name like any other', () => {
    const values = parseEnvText('constructor=1');
    assert.equal(values['constructor'], '1');
    assert.equal(parseEnvText('')['AZURE_CLIENT_SECRET'], undefined);
  });
});
