import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import type { MsalJob, MsalOutcome } from './msal-program.ts';

const execute = promisify(execFile);

describe('@azure/msal-node, unmodified, in its own process', () => {
  let running: RunningAuthority;
  let folder = '';
  const outcomes = new Map<string, MsalOutcome>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authority-msal-'));
    running = await runAuthority({ dataDirectory: join(folder, 'data') });
    const jobs = await makeJobs();
    const { stdout } = await execute(process.execPath, [fileURLToPath(new URL('./msal-program.ts', import.meta.url))], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: running.description.caFile, MSAL_JOBS: JSON.stringify(jobs) },
    });
    for (const outcome of JSON.parse(stdout) as readonly MsalOutcome[]) outcomes.set(outcome.label, outcome);
  });
  after(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function makeJobs(): Promise<readonly MsalJob[]> {
    const { clientId, secret = '', certFile = '', keyFile = '', chainFile = '' } = running.application('daemon');
    const privateKey = await readFile(keyFile, 'utf8');
    const { raw } = new X509Certificate(await readFile(certFile));
    const thumbprintSha256 = createHash('sha256').update(raw).digest('hex');
    const thumbprint = createHash('sha1').update(raw).digest('hex');
    const x5c = await readFile(chainFile, 'utf8');
    const common = {
      clientId,
      authority: `${running.sts}/${running.tenantId}`,
      knownAuthorities: [new URL(running.sts).host],
    };
    const scope = 'api://orders/.default';
    return [
      { label: 'secret', scope, auth: { ...common, clientSecret: secret } },
      {
        label: 'domain',
        scope,
        auth: { ...common, authority: `${running.sts}/contoso.example`, clientSecret: secret },
      },
      {
        label: 'upper case',
        scope,
        auth: { ...common, authority: `${running.sts}/${running.tenantId.toUpperCase()}`, clientSecret: secret },
      },
      { label: 'sha256', scope, auth: { ...common, clientCertificate: { thumbprintSha256, privateKey } } },
      { label: 'sha1', scope, auth: { ...common, clientCertificate: { thumbprint, privateKey } } },
      { label: 'sha256 x5c', scope, auth: { ...common, clientCertificate: { thumbprintSha256, privateKey, x5c } } },
      { label: 'sha1 x5c', scope, auth: { ...common, clientCertificate: { thumbprint, privateKey, x5c } } },
      { label: 'capabilities', scope, auth: { ...common, clientSecret: secret, clientCapabilities: ['CP1'] } },
      {
        label: 'claims',
        scope,
        claims: '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}',
        auth: { ...common, clientSecret: secret, clientCapabilities: ['cp1'] },
      },
      { label: 'version 1', scope: 'https://vault.azure.net/.default', auth: { ...common, clientSecret: secret } },
      { label: 'wrong secret', scope, auth: { ...common, clientSecret: 'wrong' } },
      { label: 'unknown resource', scope: 'api://nothing/.default', auth: { ...common, clientSecret: secret } },
      {
        label: 'unknown tenant',
        scope,
        auth: { ...common, authority: `${running.sts}/adatum.example`, clientSecret: secret },
      },
    ];
  }
  const claimsOf = (label: string): Record<string, unknown> => {
    const outcome = outcomes.get(label);
    assert.ok(outcome?.accessToken, JSON.stringify(outcome));
    assert.equal(outcome.tokenType, 'Bearer');
    assert.ok(Math.abs((outcome.expiresInSeconds ?? 0) - 3599) < 120);
    return JSON.parse(Buffer.from(outcome.accessToken.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      unknown
    >;
  };

  it('gets a token with a secret, under every spelling of the authority', () => {
    for (const label of ['secret', 'domain', 'upper case']) {
      assert.equal(claimsOf(label)['azpacr'], '1', label);
      assert.equal(claimsOf(label)['iss'], `${running.sts}/${running.tenantId}/v2.0`, label);
    }
  });

  it('gets a token with a certificate named by SHA-256 or SHA-1, with and without its chain', () => {
    for (const label of ['sha256', 'sha1', 'sha256 x5c', 'sha1 x5c'])
      assert.equal(claimsOf(label)['azpacr'], '2', label);
  });

  it('gets xms_cc for its capabilities, and survives a claims challenge', () => {
    assert.deepEqual(claimsOf('capabilities')['xms_cc'], ['cp1']);
    assert.deepEqual(claimsOf('claims')['xms_cc'], ['cp1']);
  });

  it('gets version 1 tokens for resources that want them', () => {
    assert.deepEqual([claimsOf('version 1')['ver'], claimsOf('version 1')['aud']], ['1.0', 'https://vault.azure.net']);
  });

  it('reads the refusals as it reads Entra’s', () => {
    const read = (label: string) => [outcomes.get(label)?.errorCode, String(outcomes.get(label)?.errorNo)];
    assert.deepEqual(read('wrong secret'), ['invalid_client', '7000215']);
    assert.deepEqual(read('unknown resource'), ['invalid_resource', '500011']);
    assert.equal(outcomes.get('unknown tenant')?.errorCode, 'endpoints_resolution_error');
  });
});
