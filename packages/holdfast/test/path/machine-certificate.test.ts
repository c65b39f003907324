import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Authority,
  type AuthorityDescription,
  type AuthorityEvent,
  createAuthority,
  parseDirectory,
} from '@holdfast/authority';
import { decodeCompactJws, generateSigningKey, type JsonObject, randomId, signCompactJws } from '@holdfast/core';
import { createTlsTransport, type TlsTransport } from '@holdfast/node';
import { type AttestationProvider, createPossessionAttestation } from '@holdfast/node/attestation';
import { createSoftwareKeyProvider, type MachineKey } from '@holdfast/node/machine-key';
import { createManagedIdentityClient, type ManagedIdentityClient } from '@holdfast/node/managed-identity';

// Issuer and client know nothing of each other but the wire: here they meet, as they are.
suite('a managed identity with a certificate', () => {
  let authority: Authority;
  let description: AuthorityDescription;
  let transport: TlsTransport;
  let possession: AttestationProvider;
  const events: AuthorityEvent[] = [];
  const opened: ManagedIdentityClient[] = [];

  before(async () => {
    authority = await createAuthority({
      directory: parseDirectory('tenants: { contoso.example: { identities: { late: { attestationCheck: sts } } } }'),
      events: (event) => events.push(event),
    });
    description = await authority.listen();
    transport = createTlsTransport({ ca: authority.certificates.caPem });
    const { host } = new URL(description.sts);
    possession = createPossessionAttestation({ isEndpointAllowed: (url) => url.host === host, transport });
  });
  after(async () => {
    for (const client of opened) await client.close();
    await transport.close();
    await authority.close();
  });

  const openClient = (name: string, attestation: AttestationProvider): ManagedIdentityClient => {
    const identity = description.identities.find((one) => one.name === name);
    assert.ok(identity);
    const client = createManagedIdentityClient({
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: description.imds },
      managedIdentityIdParams: { userAssignedClientId: identity.clientId },
      ca: authority.certificates.caPem,
      allowedHosts: [new URL(description.sts).host, new URL(description.mtlsSts).host],
      attestation,
    });
    opened.push(client);
    return client;
  };
  const ask = async (client: ManagedIdentityClient): Promise<JsonObject> => {
    const wish = { resource: 'api://orders', authenticationScheme: 'mtls_pop', forceRefresh: true } as const;
    const { accessToken, tokenType, bindingThumbprint } = await client.acquireToken(wish);
    const { cnf } = decodeCompactJws(accessToken).payload;
    assert.equal(tokenType, 'mtls_pop');
    assert.deepEqual(cnf, { 'x5t#S256': bindingThumbprint });
    return decodeCompactJws(accessToken).payload;
  };
  const revoke = async (wish: object): Promise<void> => {
    const response = await fetch(`${description.admin}/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${description.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    assert.equal(response.status, 201);
  };
  /** What happened since, in short. */
  const story = (): readonly string[] =>
    events.splice(0).flatMap((event) => {
      if (event.name === 'certificate.issued') return [`certificate, bypass_cache=${event.bypassCache}`];
      if (event.name === 'token.refused') return [event.reason];
      return event.name === 'revocation.added' ? [] : [event.name];
    });
  const lastCertificate = (): { readonly thumbprint: string; readonly attestation?: string | undefined } => {
    const last = events.findLast((event) => event.name === 'certificate.issued');
    assert.ok(last?.name === 'certificate.issued');
    return last;
  };

  test('goes on when its certificate is revoked, and when its attestation is', async () => {
    const client = openClient('worker', possession);
    await ask(client);
    const { thumbprint } = lastCertificate();
    assert.deepEqual(story(), ['key.attested', 'certificate, bypass_cache=false', 'token.issued']);
    await revoke({ x5t: thumbprint });
    const mended = ['key.attested', 'certificate, bypass_cache=true', 'token.issued'];
    await ask(client);
    const { attestation } = lastCertificate();
    assert.deepEqual(story(), ['machineCertificateRevoked', ...mended]);
    await revoke({ attestation });
    await ask(client);
    assert.deepEqual(story(), ['attestationClaimWrong', ...mended]);
  });

  test('goes on from every wrong attestation that the STS can meet (AADSTS1000610 to 1000614)', async () => {
    const foreign = await generateSigningKey({ alg: 'RS256' });
    const forge = async (token: string, claims: JsonObject, header: object): Promise<string> => {
      const { payload, header: own } = decodeCompactJws(token, { allowJku: true });
      return signCompactJws({ header: { ...own, ...header }, payload: { ...payload, ...claims }, key: foreign });
    };
    const wrong: Readonly<Record<string, AttestationProvider['attest']>> = {
      attestationTimeWrong: async ({ endpoint, key, clientId }) => {
        const token = await attestBriefly(transport, { endpoint, key, clientId });
        await wait(1200);
        return token;
      },
      attestationIssuerWrong: async (request) =>
        forge(await possession.attest(request), { iss: 'https://x.example' }, {}),
      attestationClaimWrong: async (request) => {
        const other = createSoftwareKeyProvider();
        try {
          return await possession.attest({ ...request, key: await other.current() });
        } finally {
          await other.close();
        }
      },
      attestationAddressWrong: async (request) =>
        forge(await possession.attest(request), {}, { jku: 'https://x.example/attestation/certs' }),
      attestationSignatureWrong: async (request) => forge(await possession.attest(request), {}, {}),
    };
    events.splice(0);
    for (const [reason, attest] of Object.entries(wrong)) {
      let calls = 0;
      const client = openClient('late', {
        attest: (request) => {
          calls += 1;
          return calls === 1 ? attest(request) : possession.attest(request);
        },
      });
      await ask(client);
      assert.deepEqual(
        story().filter((word) => word !== 'key.attested'),
        ['certificate, bypass_cache=false', reason, 'certificate, bypass_cache=true', 'token.issued'],
      );
      assert.equal(calls, 2);
    }
  });
});

/** Has a key attested for one second: the statement of docs/attestation.md, with an end. */
async function attestBriefly(
  transport: TlsTransport,
  { endpoint, key, clientId }: { readonly endpoint: string; readonly key: MachineKey; readonly clientId: string },
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const { kty, n, e } = key.signingKey.jwk as { readonly kty: string; readonly n: string; readonly e: string };
  const statement = await signCompactJws({
    header: { typ: 'key-attestation+jwt' },
    payload: { aud: endpoint, iat, jti: randomId(), jwk: { kty, n, e }, client_id: clientId, exp: iat + 1 },
    key: key.signingKey,
  });
  const url = `${endpoint}/attest/keyguard?api-version=2023-04-01-preview`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ AttestationInfo: statement });
  const response = await transport(new Request(url, { method: 'POST', headers, body }));
  return ((await response.json()) as { token: string }).token;
}
