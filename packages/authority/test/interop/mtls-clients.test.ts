import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client';
import { Agent, fetch as undiciFetch } from 'undici';
import { createMtlsClient, issuedIdentity } from '../harness/mtls-client.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

const openssl = spawnSync('openssl', ['version']).status === 0 ? {} : { skip: 'openssl is not installed' };
const scope = 'api://orders/.default';

/** What `jose` finds in a token, once it verified it with the published keys. */
async function verified(running: RunningAuthority, token: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await running.fetch(`${running.sts}/${running.tenantId}/discovery/v2.0/keys`);
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const audience = running.application('orders-api').clientId;
  const { payload } = await jwtVerify(token, keys, { issuer: `${running.sts}/${running.tenantId}/v2.0`, audience });
  return payload;
}

/** RFC 8705 section 3.1, from the file on disk. */
function thumbprintOf(certPem: string): string {
  return createHash('sha256').update(new X509Certificate(certPem).raw).digest('base64url');
}

describe('clients with a certificate that nobody here wrote', () => {
  let running: RunningAuthority;
  let folder: string;
  let agent: Agent;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-mtls-'));
    running = await runAuthority({ dataDirectory: join(folder, 'data') });
    const { certPem, keyPem } = await issuedIdentity(running);
    agent = new Agent({ connect: { ca: running.authority.certificates.caPem, cert: certPem, key: keyPem } });
  });
  after(async () => {
    await agent.close();
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });

  const withCertificate = (url: string, options: object) => undiciFetch(url, { ...options, dispatcher: agent });
  const discover = async (authentication: oidc.ClientAuth): Promise<oidc.Configuration> => {
    const { clientId } = running.application('daemon');
    const server = new URL(`${running.sts}/${running.tenantId}/v2.0`);
    return oidc.discovery(server, clientId, { use_mtls_endpoint_aliases: true }, authentication, {
      [oidc.customFetch]: withCertificate as unknown as oidc.CustomFetch,
    });
  };

  it('openid-client finds the endpoint by its alias and gets a Bearer token with TlsClientAuth', async () => {
    const configuration = await discover(oidc.TlsClientAuth());
    const tokens = await oidc.clientCredentialsGrant(configuration, { scope });
    assert.equal(tokens.token_type, 'bearer');
    const payload = await verified(running, tokens.access_token);
    assert.equal('cnf' in payload, false);
    assert.equal(running.events.at(-1)?.name, 'token.issued');
  });

  it('openid-client sends token_type=mtls_pop, and will not take the answer for anything it knows', async () => {
    const configuration = await discover(oidc.TlsClientAuth());
    await assert.rejects(
      oidc.clientCredentialsGrant(configuration, { scope, token_type: 'mtls_pop' }),
      (error: Error) => {
        assert.match(String(error.cause ?? error.message), /token_type/);
        return true;
      },
    );
    const event = running.events.at(-1);
    assert.equal(event?.name === 'token.issued' && event.scheme, 'mtls_pop');
  });

  it('oauth4webapi takes the bound token once it is told of its type, and jose finds the certificate in its cnf', async () => {
    const issuer = new URL(`${running.sts}/${running.tenantId}/v2.0`);
    const customFetch = withCertificate as unknown as (url: string, options: object) => Promise<Response>;
    const fetchOption = { [oauth.customFetch]: customFetch };
    const found = await oauth.discoveryRequest(issuer, fetchOption);
    const as = await oauth.processDiscoveryResponse(issuer, found);
    const client = { client_id: running.application('daemon').clientId, use_mtls_endpoint_aliases: true };
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      client,
      oauth.TlsClientAuth(),
      { scope, token_type: 'mtls_pop' },
      fetchOption,
    );
    const tokens = await oauth.processClientCredentialsResponse(as, client, response, {
      recognizedTokenTypes: { mtls_pop: () => undefined },
    });
    assert.equal(tokens.token_type, 'mtls_pop');
    const { certPem } = await issuedIdentity(running);
    const payload = await verified(running, tokens.access_token);
    assert.deepEqual(payload['cnf'], { 'x5t#S256': thumbprintOf(certPem) });
  });

  it('openid-client is refused with a secret on that endpoint', async () => {
    const configuration = await discover(oidc.ClientSecretPost(running.application('daemon').secret));
    await assert.rejects(oidc.clientCredentialsGrant(configuration, { scope }), (error: unknown) => {
      assert.ok(error instanceof oidc.ResponseBodyError);
      assert.equal(error.error, 'invalid_request');
      return true;
    });
  });

  it(
    'openssl s_client posts a request by hand; jose verifies the token and the certificate in its cnf',
    openssl,
    async () => {
      const { certFile = '', keyFile = '', chainFile = '', clientId } = running.application('daemon');
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        scope,
        token_type: 'mtls_pop',
      }).toString();
      const head = [
        `POST /${running.tenantId}/oauth2/v2.0/token HTTP/1.1`,
        'Host: localhost',
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${body.length}`,
        'Connection: close',
      ].join('\r\n');
      for (const version of ['-tls1_2', '-tls1_3']) {
        const text = await runOpenssl(
          [
            's_client',
            '-connect',
            new URL(running.description.mtlsSts).host,
            '-servername',
            'localhost',
            '-CAfile',
            running.description.caFile ?? '',
            '-verify_return_error',
            '-cert',
            certFile,
            '-key',
            keyFile,
            '-cert_chain',
            chainFile,
            '-quiet',
            version,
          ],
          `${head}\r\n\r\n${body}`,
        );
        const reply = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Record<string, string>;
        assert.equal(reply['token_type'], 'mtls_pop', version);
        const payload = await verified(running, reply['access_token'] ?? '');
        assert.deepEqual(payload['cnf'], { 'x5t#S256': thumbprintOf(readFileSync(certFile, 'utf8')) }, version);
      }
    },
  );

  it(
    'openssl shows that the server names no authorities: clients with self-signed certificates offer them too',
    openssl,
    async () => {
      const text = await runOpenssl(
        [
          's_client',
          '-connect',
          new URL(running.description.mtlsSts).host,
          '-CAfile',
          running.description.caFile ?? '',
        ],
        '',
      );
      assert.match(text, /No client certificate CA names sent/);
      assert.match(text, /Verify return code: 0/);
    },
  );

  it('jose verifies what the client of this suite gets, too', async () => {
    const identity = await issuedIdentity(running);
    const client = createMtlsClient(running, identity);
    const reply = await client.token();
    client.close();
    const payload = await verified(running, String(reply.body['access_token']));
    assert.deepEqual(payload['cnf'], { 'x5t#S256': thumbprintOf(identity.certPem) });
  });
});

function runOpenssl(parameters: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', [...parameters], { stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.stderr.resume();
    child.once('error', reject);
    child.once('close', () => resolve(text));
    // It ends with the server, which was asked to close; an empty input ends it at once.
    if (input === '') child.stdin.end();
    else child.stdin.write(input);
  });
}
