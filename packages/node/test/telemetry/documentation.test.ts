import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { instruments } from '../../src/telemetry/instruments.ts';
import { knownWords } from '../../src/telemetry/known-words.ts';
import { readers } from '../../src/telemetry/read-event.ts';
import { everyEvent } from './event-catalogue.ts';

const page = readFileSync(new URL('../../../../docs/telemetry.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, cell by cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '));
}

const codes = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

test('the table of instruments is the table of the source: names, units, events, attributes', () => {
  const rows = rowsUnder('Figures');
  assert.deepEqual(
    rows.map(([name, unit]) => [...codes(name), ...codes(unit)]),
    Object.entries(instruments).map(([name, { unit }]) => [name, unit]),
  );
  for (const [name = '', , madeOf = '', attributes = ''] of rows) {
    const [instrument = ''] = codes(name);
    const events = Object.values(everyEvent);
    const making = events.filter((event) => {
      const told = { ...event, code: 'ERR_REVOKED_TOKEN_REPEATED' };
      return [event, told].some((one) =>
        readers[event.name]?.(one as never).measurements.some((figure) => figure.instrument === instrument),
      );
    });
    if (instrument !== 'holdfast.events') {
      assert.deepEqual(new Set(codes(madeOf)), new Set(making.map((event) => event.name)), instrument);
    }
    if (instrument === 'MsalMsiCounter' || instrument === 'holdfast.events') continue;
    const used = making.flatMap((event) => {
      const figures = readers[event.name]?.({ ...event, managedIdentitySource: 'imds', keyType: 'Hardware' } as never);
      return (figures?.measurements ?? [])
        .filter((figure) => figure.instrument === instrument)
        .flatMap((figure) => Object.keys(figure.attributes));
    });
    for (const attribute of used) assert.ok(codes(attributes).includes(attribute), `${instrument}: ${attribute}`);
  }
});

test('the tags, sources and outcomes of MsalMsiCounter stand there', () => {
  const tags = rowsUnder('`MsalMsiCounter`').map(([tag]) => codes(tag)[0]);
  assert.deepEqual(tags, ['MsiSource', 'TokenType', 'bypassCache', 'KeyType', 'CredentialOutcome']);
  for (const outcome of knownWords.credentialOutcomes) assert.ok(page.includes(`\`${outcome}\``), outcome);
});

test('every reason and every header is described', () => {
  for (const reason of knownWords.refreshReasons) assert.ok(page.includes(`\`${reason}\``), reason);
  for (const header of ['x-client-SKU', 'x-client-Ver', 'x-client-OS', 'x-client-CPU', 'x-client-current-telemetry']) {
    assert.ok(page.includes(`\`${header}\``), header);
  }
});
