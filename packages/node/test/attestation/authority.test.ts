import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '@holdfast/authority';
import { createTlsTransport } from '@holdfast/node';
import {
  type AttestationRequest,
  createAttestationCache,
  createPossessionAttestation,
} from '@holdfast/node/attestation';
import { createSoftwareKeyProvider, type MachineKey } from '@holdfast/node/machine-key';
import { softTokenMissing } from '@holdfast/testing';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { openSoftToken } from '../machine-key/soft-token.ts';

const token = openSoftToken();
const clientId = '11111111-2222-4333-8444-555555555555';

describe('the attestation service of the local authority', () => {
  let authority: Awaited<ReturnType<typeof createAuthority>>;
  let endpoint: string;
  let transport: ReturnType<typeof createTlsTransport>;
  before(async () => {
    authority = await createAuthority({});
    const { sts } = await authority.listen();
    endpoint = `${sts}/attestation`;
    transport = createTlsTransport({ ca: authority.certificates.caPem });
  });
  after(async () => {
    await transport.close();
    await authority.close();
  });

  const attest = async (key: MachineKey, changes: Partial<AttestationRequest> = {}) => {
    const isEndpointAllowed = ({ href }: URL) => href.startsWith(endpoint);
    const provider = createPossessionAttestation({ isEndpointAllowed, transport });
    return createAttestationCache({ provider }).attest({ endpoint, key, clientId, ...changes });
  };
  const check = async (key: MachineKey) => {
    const keySet = await (await transport(new Request(`${endpoint}/certs`))).json();
    const { payload } = await jwtVerify(await attest(key), createLocalJWKSet(keySet as never), { issuer: endpoint });
    const { keys } = payload['x-ms-runtime'] as { readonly keys: readonly { readonly kid: string }[] };
    assert.deepEqual([payload['client_id'], keys[0]?.kid], [clientId, key.keyId]);
  };

  it('attests a key in software', async () => {
    await check(await createSoftwareKeyProvider().current());
  });

  it('attests a key in a token', { skip: softTokenMissing }, async () => {
    await check(await (token ?? assert.fail()).open().current());
  });

  it('refuses a statement that is too old, and nothing goes on unattested', async () => {
    const isEndpointAllowed = () => true;
    const late = createPossessionAttestation({ isEndpointAllowed, transport, clock: () => Date.now() - 400_000 });
    const key = await createSoftwareKeyProvider().current();
    const refused = { code: 'ERR_ATTESTATION_FAILED', message: /status 400/ };
    await assert.rejects(late.attest({ endpoint, key, clientId }), refused);
    await assert.rejects(attest(key, { clientId: 'no guid' }), refused);
  });
});
