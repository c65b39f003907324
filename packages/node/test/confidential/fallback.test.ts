import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ConfidentialClientOptions } from '@holdfast/node';
import {
  type ClientCertificate,
  type CredentialDescription,
  createCertificateCallback,
  parsePemCertificate,
} from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { type BoundBench, scopes, startBoundBench } from './bound-bench.ts';

const request = { scopes, authenticationScheme: 'mtls_pop', allowUnboundFallback: true } as const;

/** Whoever can make a certificate fail must not be able to choose bearer tokens with that. */
describe('allowUnboundFallback gives a bearer token where there is no certificate at all, and nowhere else', () => {
  let bench: BoundBench;
  let folder: string;
  let secret: CredentialDescription;
  let expired: ClientCertificate;
  before(async () => {
    bench = await startBoundBench();
    folder = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
    secret = { kind: 'client-secret', clientSecret: bench.running.application('daemon').secret ?? '' };
    const past = await makeCertificate({ name: 'past', startsInMs: -7_200_000, endsInMs: -3_600_000 });
    expired = parsePemCertificate(past);
    await writeFile(join(folder, 'garbage.pem'), 'garbage');
  });
  after(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });

  test('none at all: only credentials of kinds that bind nothing', async () => {
    const { secret: clientSecret } = bench.running.application('daemon');
    const lists: readonly Partial<ConfidentialClientOptions>[] = [
      { clientSecret },
      { clientCredentials: [secret] },
      { clientCredentials: [{ kind: 'skipped', skip: true }, secret] },
      { clientCredentials: [{ kind: 'certificate', certificate: bench.certificate, skip: true }, secret] },
    ];
    for (const options of lists) {
      const client = bench.client(options);
      const { certificate: lack } = await client
        .acquireTokenForClient({ ...request, allowUnboundFallback: false })
        .then(
          () => assert.fail('an unbound token'),
          (error: { readonly certificate: string }) => error,
        );
      assert.equal(lack, 'none');
      const token = await client.acquireTokenForClient(request);
      assert.deepEqual([token.tokenType, token.unboundFallback], ['Bearer', true]);
    }
  });

  test('one that should be there and fails: an error, though a secret stands behind it', async () => {
    const encrypted = { kind: 'certificate-pfx', pfx: 'MAA=', password: 'wrong' } as const;
    const failing: Readonly<Record<string, readonly [entry: CredentialDescription, code: string]>> = {
      expired: [{ kind: 'certificate', certificate: expired }, 'ERR_CLIENT_CERTIFICATE_EXPIRED'],
      'a file that is not there': [
        { kind: 'certificate-file', certificateFile: join(folder, 'nowhere.pem') },
        'ERR_CLIENT_CERTIFICATE_FILE',
      ],
      'a file that is none': [
        { kind: 'certificate-file', certificateFile: join(folder, 'garbage.pem') },
        'ERR_CLIENT_CERTIFICATE_MALFORMED',
      ],
      'a PFX that does not open': [encrypted, 'ERR_CLIENT_CERTIFICATE_MALFORMED'],
      'a callback that throws': [
        {
          kind: 'certificate-callback',
          load: () => {
            throw new Error('the vault is closed');
          },
        },
        'ERR_UNKNOWN',
      ],
    };
    for (const [what, [entry, code]] of Object.entries(failing)) {
      const client = bench.client({ clientCredentials: [entry, secret] });
      await assert.rejects(
        client.acquireTokenForClient(request),
        (error: { code: string; certificate: string; cause: { attempts: readonly { code: string }[] } }) => {
          assert.deepEqual([error.code, error.certificate], ['ERR_BINDING_CERTIFICATE', 'unusable'], what);
          assert.deepEqual(
            error.cause.attempts.map((attempt) => attempt.code),
            [code, 'ERR_CREDENTIAL_UNBOUND'],
            what,
          );
          return true;
        },
      );
    }
  });

  test('one that the caller named, and that fails: an error', async () => {
    const client = bench.client({ clientCredentials: [secret] });
    const unbound = createCertificateCallback({ load: () => undefined as never });
    const copy = { ...bench.certificate } as ClientCertificate;
    for (const bindingCertificate of [unbound, copy]) {
      const refused = { code: 'ERR_BINDING_CERTIFICATE', certificate: 'unusable' };
      await assert.rejects(client.acquireTokenForClient({ ...request, bindingCertificate }), refused);
    }
  });

  test('an assertion that was to bring a certificate, and does not: an error', async () => {
    const entry = { kind: 'assertion-callback', assertion: () => 'an assertion', supportsTokenBinding: true } as const;
    const client = bench.client({ clientCredentials: [entry, secret] });
    const refused = { code: 'ERR_BINDING_CERTIFICATE', certificate: 'unusable' };
    await assert.rejects(client.acquireTokenForClient(request), refused);
  });

  test('one that does not come in time: an error after timeoutMs, for whoever waits for it', async () => {
    const never = () => new Promise<never>(() => {});
    const source = { current: never, invalidate() {}, close() {} };
    const waiting: readonly (readonly [Partial<ConfidentialClientOptions>, object])[] = [
      [{ clientCredentials: [{ kind: 'certificate-callback', load: never }, secret] }, {}],
      [{ clientCredentials: [{ kind: 'certificate', certificate: source }, secret] }, {}],
      [{ clientCredentials: [secret] }, { bindingCertificate: source }],
      [{ clientCredentials: [{ kind: 'assertion-callback', assertion: never, supportsTokenBinding: true }] }, {}],
    ];
    for (const [options, binding] of waiting) {
      const client = bench.client({ ...options, timeoutMs: 50 });
      await assert.rejects(
        client.acquireTokenForClient({ ...request, ...binding }),
        (error: { code: string; certificate: string; cause: { code: string } }) => {
          assert.deepEqual([error.code, error.certificate], ['ERR_BINDING_CERTIFICATE', 'unusable']);
          assert.equal(error.cause.code, 'ERR_DEADLINE_EXCEEDED');
          return true;
        },
      );
    }
    const client = bench.client({ clientCredentials: [secret], timeoutMs: 50 });
    await assert.rejects(client.currentCertificate({ bindingCertificate: source }), {
      code: 'ERR_BINDING_CERTIFICATE',
    });
  });
});
