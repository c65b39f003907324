import { createAttestationCache, createPossessionAttestation } from '@holdfast/node/attestation';
import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
import { canary, type Provocation } from '@holdfast/testing';
import type { attestationErrors } from '../../src/errors/catalog-attestation.ts';

const key = await createSoftwareKeyProvider().current();
const endpoint = `https://localhost/${canary}`;
const request = { endpoint, key, clientId: canary };

const answering = (reply: string, status = 200) =>
  createPossessionAttestation({
    isEndpointAllowed: () => true,
    transport: async () => new Response(reply, { status, headers: { [`x-${canary}`]: canary } }),
  }).attest(request);
const ask = (isEndpointAllowed: () => boolean, address: string) =>
  createPossessionAttestation({ isEndpointAllowed }).attest({ ...request, endpoint: address });
const caching = (attest: () => Promise<string>) => createAttestationCache({ provider: { attest } }).attest(request);

/** Each code of attestation, with the canary in the address, the identity and every answer. */
export const attestationProvocations: Readonly<
  Record<keyof typeof attestationErrors, Provocation | readonly Provocation[]>
> = {
  ERR_ATTESTATION_ENDPOINT: [
    () => ask(() => true, canary),
    () => ask(() => true, `http://${canary}/`),
    () => ask(() => true, `https://${canary}:${canary}@localhost/`),
    () => ask(() => true, `${endpoint}?${canary}`),
    () => ask(() => false, endpoint),
  ],
  ERR_ATTESTATION_FAILED: [
    () => answering(canary),
    () => answering(canary, 400),
    () => answering(JSON.stringify({ token: canary })),
    () => answering(JSON.stringify({ token: `${canary}.${canary}.${canary}` })),
    () => answering(JSON.stringify({ [canary]: canary })),
    () => caching(async () => canary),
    () => caching(async () => ''),
  ],
};
