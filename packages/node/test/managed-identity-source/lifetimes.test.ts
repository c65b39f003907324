import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clockStart, openScripted, token } from './scripted-source.ts';

const now = clockStart / 1000;
const iso = (seconds: number) => new Date((now + seconds) * 1000).toISOString();
const shifted = (seconds: number, hours: number, offset: string) =>
  iso(seconds + hours * 3600).replace(/\.000Z$/, offset);

const lifeOf = async (members: object) =>
  openScripted('imds', { json: { access_token: token, token_type: 'Bearer', ...members } }).ask();

describe('how long a token lives (ManagedIdentityExpiresOnTestAsync)', () => {
  const rows: readonly (readonly [string, object, number])[] = [
    ['epoch as a number', { expires_on: now + 3600 }, 3600],
    ['epoch as text', { expires_on: `${now + 3600}` }, 3600],
    ['epoch with a fraction', { expires_on: now + 3600.9 }, 3600],
    ['ISO 8601 in UTC', { expires_on: iso(3600) }, 3600],
    ['ISO 8601 without a fraction', { expires_on: iso(3600).replace('.000', '') }, 3600],
    [
      'ISO 8601 with seven digits, as .NET writes it',
      { expires_on: iso(3600).replace('.000Z', '.0000000+00:00') },
      3600,
    ],
    ['ISO 8601 east of Greenwich', { expires_on: shifted(3600, 2, '+02:00') }, 3600],
    ['ISO 8601 west of Greenwich', { expires_on: shifted(3600, -3, '-03:00') }, 3600],
    ['seconds in the place of a date, as MSAL reads them', { expires_on: '3599' }, 3599],
    ['expires_in as a number', { expires_in: 3600 }, 3600],
    ['expires_in as text', { expires_in: '3600' }, 3600],
    ['both, alike', { expires_on: `${now + 3600}`, expires_in: '3600' }, 3600],
    ['a second', { expires_on: now + 1 }, 1],
  ];
  for (const [title, members, life] of rows) {
    it(title, async () => assert.equal((await lifeOf(members)).expiresInSeconds, life));
  }

  it('where two lives are told, the shorter one counts, in any order', async () => {
    const rows = [
      [{ expires_on: `${now + 86_400}`, expires_in: '3600' }, 3600],
      [{ expires_on: `${now + 600}`, expires_in: 3600 }, 600],
      [{ expires_in: 3600, expires_on: now + 600 }, 600],
    ] as const;
    for (const [members, life] of rows) assert.equal((await lifeOf(members)).expiresInSeconds, life);
  });

  for (const [life, refresh] of [
    [3600, undefined],
    [7200, undefined],
    [7201, 3600],
    [10_800, 5400],
    [86_400, 43_200],
  ] as const) {
    it(`${life} s: refreshed ${refresh === undefined ? 'shortly before' : `after ${refresh} s`}`, async () => {
      assert.equal((await lifeOf({ expires_on: now + life })).refreshInSeconds, refresh);
    });
  }
});

describe('lives that no token has', () => {
  const rows: readonly (readonly [string, object, 'EXPIRED' | 'REPLY'])[] = [
    ['over now (ManagedIdentityInvalidRefreshOnThrowsAsync)', { expires_on: now }, 'EXPIRED'],
    ['over since an hour', { expires_on: `${now - 3600}` }, 'EXPIRED'],
    ['over by its date', { expires_on: iso(-1) }, 'EXPIRED'],
    ['over in half a second', { expires_on: now + 0.5 }, 'EXPIRED'],
    ['over at once', { expires_in: 0 }, 'EXPIRED'],
    ['over by one of two', { expires_on: now - 10, expires_in: 3600 }, 'EXPIRED'],
    ['none said', {}, 'REPLY'],
    ['milliseconds', { expires_on: clockStart + 3_600_000 }, 'REPLY'],
    ['for ever', { expires_in: 1e15 }, 'REPLY'],
    ['negative', { expires_in: -5 }, 'REPLY'],
    ['a date without an offset', { expires_on: iso(3600).replace('Z', '') }, 'REPLY'],
    ['a day that does not exist', { expires_on: '2031-02-30T00:00:00Z' }, 'REPLY'],
    ['a month that does not exist', { expires_on: '2031-13-01T00:00:00Z' }, 'REPLY'],
    ['an hour that does not exist', { expires_on: '2031-01-01T24:00:00Z' }, 'REPLY'],
    ['an HTTP date', { expires_on: new Date(clockStart + 3_600_000).toUTCString() }, 'REPLY'],
    ['no date', { expires_on: 'tomorrow' }, 'REPLY'],
    ['hexadecimal', { expires_on: '0x7fffffff' }, 'REPLY'],
    ['empty', { expires_on: '' }, 'REPLY'],
    ['null', { expires_on: null }, 'REPLY'],
    ['a list', { expires_on: [now + 3600] }, 'REPLY'],
    ['one of two cannot be read', { expires_on: 'tomorrow', expires_in: 3600 }, 'REPLY'],
    ['the other of two cannot be read', { expires_on: now + 3600, expires_in: null }, 'REPLY'],
  ];
  for (const [title, members, code] of rows) {
    it(title, async () => assert.rejects(lifeOf(members), { code: `ERR_MANAGED_IDENTITY_${code}` }));
  }
});
