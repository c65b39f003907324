import { createTokenCredential, type GetTokenOptions } from '@holdfast/node/azure';
import { canary } from '@holdfast/testing';
import fc from 'fast-check';
import { createFuzzClient, tenant } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits, jsonValue } from '../mutate/json.ts';

const accessToken = `e30.${Buffer.from(canary).toString('base64url')}.c2ln`;
const options = {
  claims: '{"access_token":{"nbf":{"essential":true,"value":"1701477303"}}}',
  enableCae: true,
  tenantId: tenant,
  requestOptions: { timeout: 60_000 },
  tracingOptions: {},
};
const words = ['proofOfPossessionOptions', 'authenticationScheme', 'bindingCertificate', 'shrNonce', 'tokenType'];

const callers = defineTarget({
  name: 'node/azure-callers',
  shortRuns: 300,
  arbitrary: fc.tuple(
    fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }), jsonValue),
    jsonEdits,
    fc.dictionary(fc.constantFrom(...words), jsonValue, { maxKeys: 1 }),
  ),
  run: async ([scopes, edits, wish]) => {
    const changed = editJson(options, edits);
    const isObject = typeof changed === 'object' && changed !== null;
    const asked = (isObject ? { ...changed, ...wish } : changed) as GetTokenOptions;
    const asks: string[] = [];
    const client = createFuzzClient({
      token: (request) => {
        asks.push(new URL(request.url).pathname);
        return Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken });
      },
    });
    const credential = createTokenCredential(client);
    const outcome = await attempt(() => credential.getToken(scopes as string, asked), { misuse: 'TypeError' });
    const isOwn = asks.every((path) => path === `/${tenant}/oauth2/v2.0/token`);
    expect(isOwn, 'a caller chooses the tenant');
    if (!outcome.accepted) return;
    expect(outcome.value.tokenType === 'Bearer', 'a token that the SDK cannot send');
    expect(!isObject || Object.keys(wish).length === 0, 'a wish for a bound token ends in a bearer token');
  },
});

/** What callers of a credential for the Azure SDK say. */
export const azureTargets: readonly FuzzTarget[] = [callers];
