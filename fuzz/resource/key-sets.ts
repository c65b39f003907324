import { isJsonObject, type JsonValue } from '@holdfast/core';
import { createTokenValidator, entraIssuers, type ResourceEvent } from '@holdfast/resource';
import fc from 'fast-check';
import { apiOrigin, audience, claims, issuerOrigin, keySet, mint, nowMs, prove, tenantId } from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { replyWith } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { expectProperRefusal } from './refusals.ts';

const accessToken = await mint({ ...claims, cnf: { kid: keys.holder.thumbprint } });

// Whoever answers for the issuer: a token passes only under the key and the issuer that the set names.
const jwksReply = defineTarget({
  name: 'resource/jwks-reply',
  shortRuns: 250,
  arbitrary: fc.record({
    members: fc.option(jsonEdits),
    text: fc.option(textEdits),
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/jwk-set+json; charset=utf-8',
      'text/html',
      '',
    ),
    status: fc.constantFrom(200, 200, 200, 200, 201, 204, 302, 404, 500),
  }),
  run: async ({ members, text, type, status }) => {
    const json = JSON.stringify(members === null ? keySet : editJson(keySet, members)) ?? '';
    const body = text === null ? json : editText(json, text);
    const events: ResourceEvent[] = [];
    const validator = createTokenValidator({
      issuers: entraIssuers({ authority: issuerOrigin, tenants: [tenantId] }),
      audience,
      origins: apiOrigin,
      nonce: 'off',
      clock: () => nowMs,
      transport: async () => replyWith(body, status, { 'content-type': type }),
      events: (event) => events.push(event),
    });
    const proof = await prove({ accessToken, key: keys.holder, method: 'GET', target: '/orders' });
    const headers = [['authorization', `PoP ${proof}`]] as const;
    const outcome = await attempt(() => validator.authenticate({ method: 'GET', target: '/orders', headers }));
    for (const event of events) checkNoSecret(event);
    expectProperRefusal(outcome);
    if (!outcome.accepted) return;
    expect(status === 200 && type.startsWith('application/'), 'takes keys from an answer that is no success');
    const listed = entriesOf(JSON.parse(body)).filter((entry) => isJsonObject(entry) && entry['kid'] === 'issuer-1');
    expect(
      listed.some((entry) => isJsonObject(entry) && 'n' in keys.issuer.jwk && entry['n'] === keys.issuer.jwk.n),
      'makes a key up',
    );
    const issuers = listed.map((entry) => (isJsonObject(entry) ? entry['issuer'] : null));
    const fitting: readonly unknown[] = [undefined, keySet.keys[0]?.['issuer'], claims['iss']];
    expect(
      issuers.some((issuer) => fitting.includes(issuer)),
      'accepts a token under the key of another issuer',
    );
  },
});

/** Key sets as issuers answer them. */
export const keySetTargets: readonly FuzzTarget[] = [jwksReply];

function entriesOf(value: unknown): readonly JsonValue[] {
  return isJsonObject(value) && Array.isArray(value['keys']) ? (value['keys'] as readonly JsonValue[]) : [];
}
