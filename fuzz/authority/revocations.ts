import { isJsonObject, type JsonObject } from '@holdfast/core';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const thumbprint = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const kinds: readonly string[] = ['user', 'application', 'identity', 'uti', 'jkt', 'x5t', 'attestation'];
const claims = { access_token: { acrs: { essential: true, value: 'c1' }, nbf: null } };

// Nobody whom the other targets need: their tokens would wait for a clock that stands still.
const honestOrders: readonly JsonObject[] = [
  { uti: 'fuzz-token-01', claims },
  { jkt: thumbprint },
  { x5t: thumbprint, claims },
  { x5t: Buffer.from(thumbprint, 'base64url').toString('hex') },
  { attestation: 'fuzz-attestation-01' },
  { attestation: 'AB'.repeat(32) },
  { application: 'orders-api' },
  { user: 'grace@contoso.example', claims },
];

// Whatever is ordered: one entry that every reader understands, or a refusal.
const revoke = defineTarget({
  name: 'authority/revoke',
  shortRuns: 150,
  arbitrary: fc.record({
    order: fc.constantFrom(...honestOrders),
    members: fc.option(jsonEdits),
    text: fc.option(textEdits, { freq: 2 }),
  }),
  run: async ({ order, members, text }) => {
    const authority = await openFuzzAuthority();
    const json = JSON.stringify(members === null ? order : editJson(order, members)) ?? '';
    const answer = await ask(authority, text === null ? json : editText(json, text));
    if (typeof answer === 'string') return;
    // An entry repeats what is revoked, whatever somebody wrote there.
    if (answer.status !== 201) checkNoSecret([answer.body, answer.headers]);
    const reply: unknown = JSON.parse(answer.body);
    expect(isJsonObject(reply), 'answers with something else than an object');
    if (answer.status === 201) expectEntry(reply);
    else {
      const isFull = answer.status === 503 && reply['code'] === 'ERR_ADMIN_FULL';
      expect(isFull || [400, 404, 413].includes(answer.status), 'fails at something that nobody foresaw');
    }
    authority.expectCalmEvents();
  },
});

/** What is revoked, from the order to the entry. */
export const revocationTargets: readonly FuzzTarget[] = [revoke];

function ask(authority: FuzzAuthority, body: string): Promise<RawResponse | 'cut' | 'unsendable'> {
  return exchange({
    port: authority.adminPort,
    method: 'POST',
    path: '/revoke',
    headers: [
      ['host', `127.0.0.1:${authority.adminPort}`],
      ['authorization', `Bearer ${authority.adminKey}`],
      ['content-type', 'application/json'],
    ],
    body,
  });
}

function expectEntry(entry: JsonObject): void {
  const { id, kind, value, revokedAt, expiresAt, claims: asked } = entry;
  expect(typeof id === 'string' && /^[0-9a-f]{8}-[1-9]\d*$/.test(id), 'gives a cursor that is none');
  expect(typeof kind === 'string' && kinds.includes(kind), 'revokes something of no kind');
  expect(typeof value === 'string' && /^[A-Za-z0-9_-]{8,128}$/.test(value), 'revokes a value that no token has');
  expect(Number(expiresAt) - Number(revokedAt) === 86_700, 'forgets an entry too early');
  if (asked === undefined) return;
  expect(isJsonObject(asked) && isJsonObject(asked['access_token']), 'takes claims that nobody can ask for');
  expect(JSON.stringify(asked).length <= 2048, 'takes claims without end');
}
