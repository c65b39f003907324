import { type JsonObject, type SigningKey, signCompactJws } from '@holdfast/core';
import { parseAuthority } from '@holdfast/oauth';
import fc from 'fast-check';
import { createIdTokenValidator } from '../../packages/browser/src/id-token/validate-id-token.ts';
import { createAuthoritySource } from '../../packages/browser/src/metadata/authority-source.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';

const origin = 'https://login.example';
const tenant = '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69';
const clientId = '11111111-2222-4333-8444-555555555555';
const nonce = 'AAAAAAAAAAAAAAAAAAAAAA';
const now = 1_893_456_000;
const claims = {
  ...{ iss: `${origin}/${tenant}/v2.0`, aud: clientId, sub: 'ada', tid: tenant, nonce },
  ...{ iat: now, nbf: now, exp: now + 3600 },
};
const configuration = {
  ...{ issuer: `${origin}/{tenantid}/v2.0`, jwks_uri: `${origin}/keys` },
  ...{ authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` },
};
const published: Readonly<Record<string, SigningKey>> = { rs: keys.issuer, ps: keys.pssHolder, es: keys.holder };
const keySet = { keys: Object.entries(published).map(([kid, { jwk, alg }]) => ({ ...jwk, kid, alg, use: 'sig' })) };

const settings = {
  ...{ clientId, authority: parseAuthority(`${origin}/common`), trustedOrigins: new Set<string>() },
  ...{ clock: () => now * 1000, timeoutMs: 10_000 },
};
const source = createAuthoritySource({
  ...settings,
  transport: async ({ url }) => Response.json(url === `${origin}/keys` ? keySet : configuration),
});
const validate = createIdTokenValidator(settings, source);

const idToken = defineTarget({
  name: 'browser/id-token',
  shortRuns: 300,
  arbitrary: fc.record({
    signer: fc.constantFrom('issuer', 'issuer', 'issuer', 'rsaThief', 'holder', 'thief'),
    kid: fc.constantFrom('rs', 'rs', 'rs', 'es', 'ps', 'x'),
    header: fc.option(jsonEdits, { freq: 1 }),
    payload: fc.option(jsonEdits),
    text: fc.option(textEdits, { freq: 1 }),
  }),
  run: async ({ signer, kid, header: headerEdits, payload: payloadEdits, text }) => {
    const key = keys[signer as keyof typeof keys];
    const header = { typ: 'JWT', kid };
    const payload = (payloadEdits === null ? claims : editJson(claims, payloadEdits)) as JsonObject;
    const signed = await signCompactJws({
      header: (headerEdits === null ? header : editJson(header, headerEdits)) as object,
      payload,
      key,
    });
    const sent = text === null ? signed : editText(signed, text);
    const outcome = await attempt(() => validate(sent, { nonce }));
    if (!outcome.accepted) return;
    const { value: said } = outcome;
    const audiences: readonly unknown[] = Array.isArray(said['aud']) ? said['aud'] : [said['aud']];
    expect(sent === signed && Object.values(published).includes(key), 'takes what the authority did not sign');
    expect(audiences.includes(clientId) && [undefined, clientId].includes(said['azp'] as never), 'is for another');
    expect(said['iss'] === `${origin}/${said['tid']}/v2.0`, 'is of another issuer');
    expect(said['nonce'] === nonce, 'answers another sign-in');
    expect(Number(said['exp']) > now - 300 && Number(said['iat']) <= now + 300, 'is not of this time');
    expect(typeof said['sub'] === 'string' && said['sub'] !== '', 'is about nobody');
  },
});

/** id_tokens, signed by whomever. */
export const idTokenTargets: readonly FuzzTarget[] = [idToken];
