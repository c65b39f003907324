import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import type { TrustedHop } from '@holdfast/resource/forwarded';
import { nginxMissing, startNginx } from '@holdfast/testing';
import { ask } from '../adapters/contract/ask.ts';
import { type ClientIdentity, makeClientIdentity } from '../fixture/client-certificates.ts';
import { localhostCertificate } from '../fixture/localhost-certificate.ts';
import { clock } from '../fixture/people.ts';
import { askOverUnix, escaped, makeApi, putUp, tokenFor } from './behind.ts';

// nginx has a clock of its own: these are in force for it and for the fake one.
const ahead = (Date.now() - clock()) / 1000;
const times = { startsIn: Math.min(ahead, 0) - 60, endsIn: Math.max(ahead, 0) + 3600 };
const own = await makeClientIdentity({ name: 'own', ...times });
const other = await makeClientIdentity({ name: 'other', ...times });
const proxy = await makeClientIdentity({ name: 'proxy', ...times });
const authorization = ['Authorization', `mtls_pop ${await tokenFor(own)}`];

// As PITFALLS.md and docs/guard-an-api.md ask for: the proxy asks for the certificate, and writes both headers on every request.
const asks = `
    ssl_verify_client optional_no_ca;`;
const writes = `
      proxy_set_header X-Client-Cert $ssl_client_escaped_cert;
      proxy_set_header X-Client-Verify $ssl_client_verify;`;
const location = (upstream: string, directives: string): string => `
    location / {
      proxy_pass ${upstream};${directives}
    }`;

interface Behind {
  /** Sends a request to nginx as a caller from outside, and tells the outcome. */
  readonly ask: (lines: readonly string[], identity?: ClientIdentity) => Promise<string>;
}

async function putBehind(t: TestContext, server: string): Promise<Behind> {
  const { certificate, privateKey } = localhostCertificate;
  const files = { 'proxy.pem': proxy.certificate, 'proxy-key.pem': proxy.privateKey, 'own.pem': own.certificate };
  const nginx = await startNginx({ certificate, privateKey, server, files });
  t.after(nginx.close);
  return { ask: (lines, identity) => askNginx(nginx.socketPath, lines, identity) };
}

function askNginx(socketPath: string, lines: readonly string[], identity?: ClientIdentity): Promise<string> {
  const presented = identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey };
  const tls = { servername: 'localhost', ca: localhostCertificate.certificate, ...presented };
  const headers = ['Host', 'localhost', ...lines];
  return new Promise((resolve, reject) => {
    const sent = httpsRequest({ socketPath, path: '/orders', headers, agent: false, ...tls }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        const code = /"code":"(ERR_[A-Z_]+)"/.exec(text)?.[1];
        resolve(answer.statusCode === 200 ? 'accepted' : (code ?? `${answer.statusCode}`));
      });
    });
    sent.on('error', reject).end();
  });
}

/** Ways from nginx to the API, each with something that a stranger does not have. */
interface Way {
  readonly name: string;
  readonly trustedHops: readonly TrustedHop[];
  /** Puts the API up and gives what nginx must know, and a way past nginx. */
  readonly reach: (
    t: TestContext,
    api: (over: 'http' | 'https') => Server,
  ) => Promise<{
    readonly upstream: string;
    readonly directives?: string;
    readonly askDirectly: (lines: readonly string[], identity?: ClientIdentity) => Promise<string>;
  }>;
}

const ways: readonly Way[] = [
  {
    name: 'over a Unix socket',
    trustedHops: [{ addresses: 'unix' }],
    async reach(t, api) {
      const folder = mkdtempSync(join(tmpdir(), 'holdfast-behind-'));
      const path = join(folder, 'api.sock');
      const server = api('http');
      await new Promise<void>((resolve) => server.listen(path, resolve));
      t.after(() => {
        server.close();
        rmSync(folder, { recursive: true, force: true });
      });
      // The same API, by mistake reachable over TCP too.
      const port = await putUp(t, api('http'));
      const askDirectly = async (lines: readonly string[]) => (await ask(port, 'http', { lines })).outcome;
      return { upstream: `http://unix:${path}`, askDirectly };
    },
  },
  {
    name: 'over TLS, with a certificate of its own',
    trustedHops: [{ addresses: '127.0.0.1', certificates: proxy.thumbprint }],
    async reach(t, api) {
      const port = await putUp(t, api('https'));
      const directives = `
      proxy_ssl_certificate {folder}/proxy.pem;
      proxy_ssl_certificate_key {folder}/proxy-key.pem;
      proxy_ssl_server_name on;
      proxy_ssl_name localhost;
      proxy_ssl_trusted_certificate {folder}/server.pem;
      proxy_ssl_verify on;`;
      const askDirectly = async (lines: readonly string[], identity?: ClientIdentity) =>
        (await ask(port, 'https', identity === undefined ? { lines } : { lines, identity })).outcome;
      return { upstream: `https://127.0.0.1:${port}`, directives, askDirectly };
    },
  },
];

for (const { name, trustedHops, reach } of ways) {
  suite(`an API behind nginx, reached ${name}`, { skip: nginxMissing }, () => {
    const options = { from: 'nginx', header: 'X-Client-Cert', trustedHops } as const;
    const smuggled = [
      ['X-Client-Cert', escaped(own)],
      ['x-client-cert', escaped(own)],
      ['X-CLIENT-CERT', escaped(own), 'X-Client-Cert', escaped(own)],
      ['X_Client_Cert', escaped(own)],
      ['X-Client_Cert', escaped(own), 'X-Client-Cert', escaped(own)],
      ['X-Client-Cert', escaped(own), 'X-Client-Verify', 'SUCCESS'],
      ['Connection', 'X-Client-Cert', 'X-Client-Cert', escaped(own)],
    ];

    test('the certificate of the caller’s TLS connection to nginx decides', async (t) => {
      const { upstream, directives = '' } = await reach(t, (over) => makeApi(options, over));
      const { ask: askProxy } = await putBehind(t, asks + location(upstream, writes + directives));
      assert.equal(await askProxy(authorization, own), 'accepted');
      assert.equal(await askProxy(authorization, other), 'ERR_CERTIFICATE_MISMATCH');
      assert.equal(await askProxy(authorization), 'ERR_CERTIFICATE_MISSING');
      assert.equal(await askProxy(['Authorization', `Bearer ${await tokenFor(own)}`], own), 'accepted');
    });

    test('nginx writes over what the caller smuggles in', async (t) => {
      const { upstream, directives = '' } = await reach(t, (over) => makeApi(options, over));
      const { ask: askProxy } = await putBehind(t, asks + location(upstream, writes + directives));
      for (const lines of smuggled) {
        const sent = [...authorization, ...lines];
        assert.equal(await askProxy(sent), 'ERR_CERTIFICATE_MISSING', lines.join().slice(0, 40));
        assert.equal(await askProxy(sent, other), 'ERR_CERTIFICATE_MISMATCH', lines.join().slice(0, 40));
        assert.equal(await askProxy(sent, own), 'accepted', lines.join().slice(0, 40));
      }
    });

    test('an nginx that lets underscores through brings two certificates, and neither counts', async (t) => {
      const { upstream, directives = '' } = await reach(t, (over) => makeApi(options, over));
      const server = `
    underscores_in_headers on;${asks}${location(upstream, writes + directives)}`;
      const { ask: askProxy } = await putBehind(t, server);
      const sent = [...authorization, 'X_Client_Cert', escaped(own)];
      assert.equal(await askProxy(sent), 'ERR_CERTIFICATE_FORWARDED');
      assert.equal(await askProxy(sent, other), 'ERR_CERTIFICATE_FORWARDED');
    });

    test('past nginx the header is refused', async (t) => {
      const { askDirectly } = await reach(t, (over) => makeApi(options, over));
      for (const lines of smuggled) {
        assert.equal(await askDirectly([...authorization, ...lines]), 'ERR_CERTIFICATE_HOP');
        assert.equal(await askDirectly([...authorization, ...lines], other), 'ERR_CERTIFICATE_HOP');
      }
      assert.equal(await askDirectly(authorization, own), 'ERR_CERTIFICATE_MISSING');
    });

    test('where the API asks for it, nginx must trust who issued the certificate', async (t) => {
      const verifying = { ...options, verifyHeader: 'X-Client-Verify' };
      const { upstream, directives = '' } = await reach(t, (over) => makeApi(verifying, over));
      const server = `
    ssl_client_certificate {folder}/own.pem;${asks}${location(upstream, writes + directives)}`;
      const { ask: askProxy } = await putBehind(t, server);
      assert.equal(await askProxy(authorization, own), 'accepted');
      const strange = ['Authorization', `mtls_pop ${await tokenFor(other)}`];
      assert.equal(await askProxy(strange, other), 'ERR_CERTIFICATE_UNVERIFIED');
      assert.equal(await askProxy([...strange, 'X-Client-Verify', 'SUCCESS'], other), 'ERR_CERTIFICATE_UNVERIFIED');
      assert.equal(await askProxy(authorization), 'ERR_CERTIFICATE_MISSING');
    });

    test('an nginx that does not write the header lets callers write it: no API can tell', async (t) => {
      const { upstream, directives = '' } = await reach(t, (over) => makeApi(options, over));
      const { ask: askProxy } = await putBehind(t, asks + location(upstream, directives));
      // Why PITFALLS.md says who must write it, on every request.
      assert.equal(await askProxy([...authorization, 'X-Client-Cert', escaped(own)]), 'accepted');
    });
  });
}

test('a Unix socket that nginx is not in front of trusts whoever may open it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-behind-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const server = makeApi({ from: 'nginx', header: 'X-Client-Cert', trustedHops: [{ addresses: 'unix' }] });
  const path = join(folder, 'api.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => server.close());
  // Why the rights of the socket are the defence.
  assert.equal(await askOverUnix(path, [...authorization, 'X-Client-Cert', escaped(own)]), 'accepted');
});
