import { type ConfidentialClientOptions, createConfidentialClient } from '@holdfast/node';
import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { certificatePem, privateKeyPem } from '../artefacts/certificate.ts';
import { authorityOrigin, boundToken, fixedClock, metadata, scopes, tenant } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';

const base = {
  authority: `${authorityOrigin}/${tenant}`,
  clientId: 'client',
  clientCapabilities: ['cp1'],
  knownAuthorities: ['login.example'],
  timeoutMs: 10_000,
  maxCachedTokens: 10,
  proofKeyAlgorithm: 'ES256',
  proofKeyScope: 'tenant',
  proofKeyPoolSize: 1,
  proofKeyLifetimeSeconds: 60,
};
const credentials = [
  { clientSecret: canary },
  { clientAssertion: canary },
  {
    clientCertificate: {
      certificate: certificatePem,
      privateKey: privateKeyPem,
      sendX5c: true,
      assertionAlgorithm: 'RS256',
    },
  },
];
const accessToken = await boundToken(undefined);

const options = defineTarget({
  name: 'node/client-options',
  shortRuns: 300,
  arbitrary: fc.tuple(fc.constantFrom(...credentials), jsonEdits),
  run: async ([credential, edits]) => {
    const changed = editJson({ ...base, ...credential }, edits);
    const asked: string[] = [];
    const transport = async (request: Request): Promise<Response> => {
      asked.push(new URL(request.url).protocol);
      return Response.json(
        request.method === 'GET' ? metadata : { token_type: 'Bearer', expires_in: 9, access_token: accessToken },
      );
    };
    const given = isObject(changed) ? { ...changed, transport, clock: fixedClock } : changed;
    const made = await attempt(() => createConfidentialClient(given as ConfidentialClientOptions), {
      misuse: 'TypeError',
    });
    if (!made.accepted) return;
    const known = [...Object.keys(base), 'clientSecret', 'clientAssertion', 'clientCertificate'];
    expect(
      isObject(changed) && Object.keys(changed).every((name) => known.includes(name)),
      'ignores an unknown option',
    );
    await attempt(() => made.value.acquireTokenForClient({ scopes }), { misuse: 'TypeError' });
    expect(
      asked.every((protocol) => protocol === 'https:'),
      'sends a credential without TLS',
    );
    made.value.close();
  },
});

/** What programmers pass to a client. */
export const clientOptionTargets: readonly FuzzTarget[] = [options];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
