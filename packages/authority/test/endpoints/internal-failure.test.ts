import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import type { AuthorityEvent } from '@holdfast/authority';
import { createAttestation } from '../../src/attestation/attestation.ts';
import { openCertificates } from '../../src/certificates/certificates.ts';
import { createAuthorizationCodes } from '../../src/codes/authorization-codes.ts';
import { createConsents } from '../../src/consents/consents.ts';
import { createCounters } from '../../src/counters/counters.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { createStsApp } from '../../src/endpoints/sts-app.ts';
import { createFaultBook } from '../../src/faults/fault-book.ts';
import { createFaultInjector } from '../../src/faults/fault-injector.ts';
import { createTokenFamilies } from '../../src/refresh-tokens/token-families.ts';
import { createPasswordThrottle } from '../../src/sessions/password-throttle.ts';
import { createSessions } from '../../src/sessions/sessions.ts';
import { generateIssuerKey } from '../../src/signing/issuer-key.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

describe('a failure of the authority itself', () => {
  it('is answered with AADSTS50000 and an event, and tells nothing about itself (RFC 6749 section 5.2)', async () => {
    const events: AuthorityEvent[] = [];
    const publish = (event: AuthorityEvent): void => void events.push(event);
    const { machineCa } = await openCertificates({ store: createMemoryDataStore(), at: Date.now() });
    const key = await generateIssuerKey(Date.now());
    const attestation = createAttestation({ key, origin: () => 'https://localhost', clock: Date.now });
    const nobody = {
      directory: { findTenant: () => undefined },
      revocations: { find: () => undefined, noteIssued: () => undefined },
    };
    const app = await createStsApp({
      endpoint: 'tls',
      attestation,
      issuer: () => ({
        origin: 'https://localhost',
        mtlsOrigin: undefined,
        isCertificateRevoked: () => false,
        revocations: {
          add: () => Promise.reject(new Error()),
          isRevoked: () => false,
          isHolderRevoked: () => false,
          isAttestationRevoked: () => false,
          size: 0,
        },
        codes: createAuthorizationCodes({ clock: Date.now }),
        families: createTokenFamilies({ clock: Date.now }),
        consents: createConsents(),
        pairwiseSalt: 'salt',
        machine: { ca: new X509Certificate(machineCa.certPem), attestation },
        gate: { issue: () => Promise.reject(new Error()), close: () => undefined },
        directory: createDirectory({
          tenants: [{ id: 'x', domain: 'contoso.example' }],
          applications: [],
          identities: [],
          apis: [],
          users: [],
        }),
        signingKeys: {
          sign: () => Promise.reject(new RangeError('marked')),
          published: () => {
            throw new RangeError('marked');
          },
          rotate: () => Promise.reject(new Error()),
          save: () => Promise.resolve(),
        },
      }),
      clock: Date.now,
      sessions: createSessions({ clock: Date.now, ...nobody }),
      throttle: createPasswordThrottle([], Date.now),
      publish,
      counters: createCounters(),
      faults: createFaultInjector(createFaultBook(), publish),
    });
    const reply = await app.inject({ method: 'GET', url: '/contoso.example/discovery/v2.0/keys' });
    assert.equal(reply.statusCode, 500);
    assert.equal(reply.json<{ error: string }>().error, 'server_error');
    assert.equal(reply.body.includes('marked'), false);
    const { trace_id: traceId } = reply.json<{ trace_id: string }>();
    assert.deepEqual(events, [{ name: 'request.failed', service: 'sts', traceId, errorName: 'RangeError' }]);
    await app.close();
  });
});
