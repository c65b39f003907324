import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import { repositoryRoot } from '../report/run-check.ts';

// A page that is built to be published carries codes; whoever develops one, and every server, reads what is wrong and how to mend it.

const asked = `import { JsonInvalid } from '@holdfast/core';
import { TokenNotBound } from '@holdfast/oauth';
const told = ({ name, code, message, meaning, mend }) => ({ name, code, message, meaning, mend });
export const errors = [new JsonInvalid('ERR_JSON_SYNTAX'), new TokenNotBound({ detail: 'no cnf claim' })].map(told);`;

interface Told {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

async function tellUnder(conditions: readonly string[]): Promise<readonly Told[]> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    stdin: { contents: asked, resolveDir: repositoryRoot, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: conditions.includes('node') ? 'node' : 'neutral',
    conditions: [...conditions],
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const code = Buffer.from(outputFiles[0]?.text ?? '').toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)).errors;
}

const names = [
  ['JsonInvalid', 'ERR_JSON_SYNTAX'],
  ['TokenNotBound', 'ERR_TOKEN_NOT_BOUND'],
];

describe('the texts of errors', () => {
  for (const published of [['browser'], ['browser', 'production']]) {
    it(`are left out under ${published.join(' and ')}: the code remains, and where to look it up`, async () => {
      const told = await tellUnder(['source', ...published]);
      assert.deepEqual(
        told.map(({ name, code }) => [name, code]),
        names,
      );
      assert.deepEqual(
        told.map(({ message }) => message),
        [
          'ERR_JSON_SYNTAX. Look the code up in docs/errors.md of Holdfast.',
          'ERR_TOKEN_NOT_BOUND (no cnf claim). Look the code up in docs/errors.md of Holdfast.',
        ],
      );
    });
  }

  for (const others of [['browser', 'development'], ['browser', 'worker', 'workerd'], ['node'], []]) {
    it(`are there under ${others.join(' and ') || 'no condition'}`, async () => {
      const told = await tellUnder(['source', ...others]);
      assert.deepEqual(
        told.map(({ name, code }) => [name, code]),
        names,
      );
      assert.match(told[0]?.message ?? '', /^The text is not JSON\. Send one JSON value/);
      assert.match(told[1]?.message ?? '', /^The authority labelled .* \(no cnf claim\)\. Make the authority/);
    });
  }
});
