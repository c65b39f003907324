import { createAttestationCache, createPossessionAttestation } from '@holdfast/node/attestation';
import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';

const key = await createSoftwareKeyProvider().current();
const endpoint = 'https://localhost/attestation';
const request = { endpoint, key, clientId: 'bbbbbbbb-2222-4333-8444-555555555555' };
const { kty, n, e } = key.signingKey.jwk as { readonly kty: string; readonly n: string; readonly e: string };
const claims = { exp: 2 ** 40, 'x-ms-runtime': { keys: [{ kty, n, e }], strength: canary } };
const signature = Buffer.from(canary).toString('base64url');
const tokenOf = (payload: unknown) =>
  `${encode({ alg: 'RS256', jku: `${endpoint}/certs` })}.${encode(payload)}.${signature}`;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}

// Whatever the service answers: a token comes back only when the answer says so plainly, and only one about the key that was asked about.
const reply = defineTarget({
  name: 'node/attestation-reply',
  shortRuns: 300,
  arbitrary: fc.record({
    claims: fc.option(jsonEdits),
    members: fc.option(jsonEdits),
    text: fc.option(textEdits),
    status: fc.constantFrom(200, 200, 200, 200, 201, 302, 400, 500),
  }),
  run: async ({ claims: edits, members, text, status }) => {
    const token = tokenOf(edits === null ? claims : editJson(claims, edits));
    const json = JSON.stringify(members === null ? { token } : editJson({ token }, members)) ?? '';
    const body = text === null ? json : editText(json, text);
    const provider = createPossessionAttestation({
      isEndpointAllowed: () => true,
      transport: async () => new Response(body, { status }),
    });
    const secrets = [secret('attestation token', token)];
    const outcome = await attempt(() => createAttestationCache({ provider }).attest(request), { secrets });
    if (!outcome.accepted) return;
    expect(status === 200, 'takes a token from an answer that is no success');
    expect(JSON.parse(body).token === outcome.value, 'gives another token than was sent');
    const said = JSON.parse(Buffer.from(outcome.value.split('.')[1] ?? '', 'base64url').toString());
    const { keys } = said['x-ms-runtime'];
    expect(keys.length === 1 && keys[0].n === n && keys[0].e === e, 'takes a token about another key');
  },
});

// Whatever the platform metadata names: a statement goes over https, and to a host that the rule saw and allowed.
const address = defineTarget({
  name: 'node/attestation-endpoint',
  shortRuns: 300,
  arbitrary: textEdits,
  run: async (edits) => {
    const sent: string[] = [];
    const provider = createPossessionAttestation({
      isEndpointAllowed: ({ host }) => host === 'localhost',
      transport: async ({ url }) => {
        sent.push(url);
        return Response.json({ token: tokenOf(claims) });
      },
    });
    await attempt(() => provider.attest({ ...request, endpoint: editText(endpoint, edits) }));
    for (const url of sent) {
      const { origin, username, password, hash } = new URL(url);
      expect(origin === 'https://localhost' && username + password + hash === '', 'sends a statement elsewhere');
      expect(url.endsWith('/attest/keyguard?api-version=2023-04-01-preview'), 'sends a statement to another resource');
    }
  },
});

/** Targets of attestation. */
export const attestationTargets: readonly FuzzTarget[] = [reply, address];
