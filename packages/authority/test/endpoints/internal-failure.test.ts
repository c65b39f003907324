import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuthorityEvent } from '@holdfast/authority';
import { createCounters } from '../../src/counters/counters.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { createStsApp } from '../../src/endpoints/sts-app.ts';
import { createFaultBook } from '../../src/faults/fault-book.ts';
import { createFaultInjector } from '../../src/faults/fault-injector.ts';

describe('a failure of the authority itself', () => {
  it('is answered with AADSTS50000 and an event, and tells nothing about itself (RFC 6749 section 5.2)', async () => {
    const events: AuthorityEvent[] = [];
    const publish = (event: AuthorityEvent): void => void events.push(event);
    const app = await createStsApp({
      endpoint: 'tls',
      issuer: () => ({
        origin: 'https://localhost',
        mtlsOrigin: undefined,
        isCertificateRevoked: () => false,
        revocations: { isRevoked: () => false, isHolderRevoked: () => false },
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
