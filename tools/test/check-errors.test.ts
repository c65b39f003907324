import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkErrors, writeErrorsPage } from '../check-errors.ts';
import { type Fixture, plant, tell } from './fixture.ts';

const catalog = (rows: string) => ({
  'packages/low/src/errors/catalog.ts': `export const lowErrors = {\n${rows}} as const;\nexport const other = 3;\n`,
});
const row = (code: string, meaning = 'The thing is wrong', mend = 'Mend it.') =>
  `  ${code}: { meaning: '${meaning}', mend: '${mend}' },\n`;
const user = { 'packages/low/src/jws/use.ts': "export const codes = ['ERR_LOW_ONE'];\n" };

const planted: readonly (readonly [title: string, changes: Fixture, told: RegExp])[] = [
  ['a code that is never used', catalog(row('ERR_LOW_ONE') + row('ERR_LOW_TWO')), /ERR_LOW_TWO is never used/],
  [
    'a code of the wrong shape',
    {
      ...catalog(row('ERR_LOW_ONE') + row('ERR_low_two')),
      'packages/low/src/jws/two.ts': "export const code = 'ERR_low_two';\n",
    },
    /ERR_low_two/,
  ],
  [
    'a code that no catalogue has',
    { ...catalog(row('ERR_LOW_ONE')), 'packages/low/src/jws/two.ts': "export const code = 'ERR_LOW_TWO';\n" },
    /two\.ts uses ERR_LOW_TWO, which no catalogue has/,
  ],
  [
    'a row beside its class that the catalogue does not join',
    {
      ...catalog(row('ERR_LOW_ONE')),
      'packages/low/src/errors/low-invalid.ts': `export const rows = {\n${row('ERR_LOW_TWO')}} as const;\n`,
    },
    /low-invalid\.ts uses ERR_LOW_TWO, which no catalogue has/,
  ],
  [
    'a row beside its class that nothing throws',
    {
      ...catalog(row('ERR_LOW_ONE') + row('ERR_LOW_TWO')),
      'packages/low/src/errors/low-invalid.ts': `export const rows = {\n${row('ERR_LOW_TWO')}} as const;\n`,
    },
    /ERR_LOW_TWO is never used/,
  ],
  [
    'a meaning that ends with a full stop',
    catalog(row('ERR_LOW_ONE', 'The thing is wrong.')),
    /the meaning ends with a mark/,
  ],
  ['a meaning that begins small', catalog(row('ERR_LOW_ONE', 'the thing is wrong')), /the meaning begins small/],
  [
    'a mend that is no sentence',
    catalog(row('ERR_LOW_ONE', 'The thing is wrong', 'Mend it')),
    /the mend is no sentence/,
  ],
  [
    'a code that two packages define',
    {
      ...catalog(row('ERR_LOW_ONE')),
      'packages/high/src/errors/catalog-of-high.ts': `export const highErrors = {\n${row('ERR_LOW_ONE')}};\n`,
    },
    /catalog-of-high\.ts ERR_LOW_ONE is defined twice/,
  ],
];

describe('check errors', () => {
  it('passes once the page is written', async (t) => {
    const root = plant(t, { ...catalog(row('ERR_LOW_ONE', 'forceRefresh is wrong')), ...user });
    assert.match(tell(await checkErrors(root)).join('\n'), /^docs\/errors\.md is not what the catalogues say\. Run/);
    await writeErrorsPage(root);
    assert.deepEqual(tell(await checkErrors(root)), []);
  });

  it('knows the codes of Node', async (t) => {
    const root = plant(t, {
      ...catalog(row('ERR_LOW_ONE')),
      'packages/low/src/jws/use.ts': "export const codes = ['ERR_LOW_ONE', 'ERR_TLS_CERT_ALTNAME_INVALID'];\n",
    });
    await writeErrorsPage(root);
    assert.deepEqual(tell(await checkErrors(root)), []);
  });

  for (const [title, changes, told] of planted) {
    it(`finds ${title}`, async (t) => {
      const root = plant(t, { ...user, ...changes });
      await writeErrorsPage(root);
      assert.match(tell(await checkErrors(root)).join('\n'), told);
    });
  }

  it('finds a page that is behind', async (t) => {
    const root = plant(t, { ...catalog(row('ERR_LOW_ONE')), ...user, 'docs/errors.md': '# Errors\n' });
    assert.match(tell(await checkErrors(root)).join('\n'), /docs\/errors\.md is not what the catalogues say/);
  });
});
