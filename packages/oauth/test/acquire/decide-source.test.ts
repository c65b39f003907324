import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { createSourceDecider, type Decision, type Wish } from '../../src/acquire/decide-source.ts';
import { createRefusedTokens } from '../../src/cache/refused-tokens.ts';
import type { CachedToken } from '../../src/cache/token-cache.ts';

const same = 'cc0af97287543b65da2c7e1476426021826cab166f1e063ed012b855ff819656';
const different = await sha256Hex('another token');
const cached: CachedToken = {
  accessToken: 'test_token',
  sha256: same,
  scheme: 'bearer',
  tenant: 't',
  scopes: [],
  issuedAt: 0,
  refreshAt: 50,
  expiresAt: 100,
  sequence: 1,
};

/** What was refused before: nothing, or the cached token, with claims or without. */
type Before = 'refused' | 'refused with claims' | undefined;

interface Row {
  readonly hash?: string;
  readonly claims?: true;
  readonly force?: true;
  readonly before?: Before;
  readonly cached?: false;
  readonly now?: number;
  /** What comes of it, and what the source is told. */
  readonly gives: string;
}

const rows: readonly Row[] = [
  { gives: 'cache' },
  { now: 50, gives: 'cache, due' },
  { now: 99, gives: 'cache, due' },
  { now: 100, gives: 'expired' },
  { cached: false, gives: 'no-cached-token' },
  { before: 'refused', gives: 'revoked' },
  { before: 'refused with claims', gives: 'revoked, told' },
  { before: 'refused with claims', now: 100, gives: 'expired' },
  { claims: true, gives: 'claims, told' },
  { claims: true, before: 'refused', gives: 'revoked, told' },
  { claims: true, now: 100, gives: 'expired' },
  { claims: true, cached: false, gives: 'no-cached-token' },
  { hash: same, gives: 'token-hash' },
  { hash: same, before: 'refused with claims', gives: 'token-hash, told' },
  { hash: same, claims: true, gives: 'token-hash, told' },
  { hash: same, claims: true, now: 100, gives: 'expired' },
  { hash: same, claims: true, cached: false, gives: 'no-cached-token' },
  { hash: different, gives: 'cache' },
  { hash: different, claims: true, gives: 'cache' },
  { hash: different, claims: true, now: 60, gives: 'cache, due' },
  { hash: different, claims: true, now: 100, gives: 'expired' },
  { hash: different, before: 'refused with claims', gives: 'revoked, told' },
  { hash: different, claims: true, before: 'refused', gives: 'revoked, told' },
  { force: true, gives: 'force-refresh' },
  { force: true, claims: true, gives: 'force-refresh' },
  { force: true, claims: true, before: 'refused with claims', gives: 'force-refresh' },
  { force: true, cached: false, gives: 'no-cached-token' },
];

function decideRow(row: Row, relaysTokenHash: boolean): Decision {
  const { hash: tokenHash, claims: hasClaims = false, force: forceRefresh = false, before, now = 10 } = row;
  const refused = createRefusedTokens(1);
  if (before !== undefined) refused.note(same, before === 'refused with claims');
  // As the engine does before it decides.
  if (tokenHash !== undefined) refused.note(tokenHash, hasClaims);
  const wish: Wish = { hasClaims, tokenHash, forceRefresh };
  return createSourceDecider(refused, relaysTokenHash)(row.cached === false ? undefined : cached, wish, now);
}

function nameRow({ gives, ...row }: Row): string {
  const words = Object.entries(row).map(([name, value]) => `${name} ${value === same ? 'of it' : String(value)}`);
  return `${words.join(', ') || 'nothing said'}: ${gives}`;
}

suite('the table of claims, hash, force and cached token', () => {
  for (const row of rows) {
    test(nameRow(row), () => {
      const decision = decideRow(row, true);
      if (decision.from === 'cache') return assert.equal(`cache${decision.isDue ? ', due' : ''}`, row.gives);
      assert.equal(`${decision.reason}${decision.toldHash === undefined ? '' : ', told'}`, row.gives);
      // Only a live token is ever named, and only the one that is to be replaced.
      if (decision.toldHash !== undefined) assert.deepEqual([decision.toldHash, decision.replaces], [same, same]);
    });
  }

  test('a source that relays nothing is told nothing, and decides nothing', () => {
    for (const row of rows) {
      const silent = decideRow(row, false);
      const { toldHash: _, ...told } = { toldHash: undefined, ...decideRow(row, true) };
      assert.deepEqual({ ...silent, toldHash: undefined }, { ...told, toldHash: undefined });
    }
  });
});
