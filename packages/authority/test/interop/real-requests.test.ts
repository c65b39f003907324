import assert from 'node:assert/strict';
import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { claimsOf, codeOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

/** A request that a real client sent; secrets and signatures are taken out. */
interface CapturedRequest {
  readonly peer: string;
  readonly port: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string | CapturedAssertion | { readonly raw: string }>>;
  readonly headers: Readonly<Record<string, string>>;
}
interface CapturedAssertion {
  readonly jwt_header: Readonly<Record<string, unknown>>;
  readonly jwt_payload: Readonly<Record<string, unknown>>;
}

const vectors = new URL('../../../../../shared/vectors/real-requests.jsonl', import.meta.url);
const captured = readCaptured();

function readCaptured(): readonly CapturedRequest[] {
  try {
    return readFileSync(vectors, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CapturedRequest);
  } catch {
    return [];
  }
}

describe('requests captured from real clients', {
  skip: captured.length === 0 ? 'no captured requests here' : false,
}, () => {
  let running: RunningAuthority;
  let key: KeyObject;
  let certificate: X509Certificate;
  const clientId = 'aaaaaaaa-0000-0000-0000-000000000001';
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
resources:
  https://management.local: { accessTokenVersion: 1 }
tenants:
  contoso.example:
    applications:
      daemon: { clientId: ${clientId}, secret: a-secret-of-the-captured-client }
`),
    });
    const issued = await running.authority.certificates.clientCertificate('daemon');
    key = createPrivateKey(issued.keyPem);
    certificate = new X509Certificate(issued.certPem);
  });
  after(() => running.close());

  const pathOf = ({ path, query }: CapturedRequest): string => {
    const search = new URLSearchParams(query).toString();
    return `${path.replace('{tenant}', running.tenantId)}${search === '' ? '' : `?${search}`}`;
  };
  const headersOf = ({ headers }: CapturedRequest): Record<string, string> =>
    Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) => !['host', 'content-length', 'connection', 'accept-encoding'].includes(name),
      ),
    );

  // Signed again with our certificate, in the words of the client: same members, same types, same padding.
  const resign = ({ jwt_header, jwt_payload }: CapturedAssertion): string => {
    const now = Math.floor(Date.now() / 1000);
    const shift = (value: unknown): unknown =>
      typeof value === 'number' ? now + (value - Number(jwt_payload['iat'])) : value;
    const thumbprint = (digest: string, like: unknown): string => {
      const text = createHash(digest).update(certificate.raw).digest('base64url');
      return String(like).endsWith('=') ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text;
    };
    const x5c = certificate.raw.toString('base64');
    const header = {
      ...jwt_header,
      ...('x5t' in jwt_header ? { x5t: thumbprint('sha1', jwt_header['x5t']) } : {}),
      ...('x5t#S256' in jwt_header ? { 'x5t#S256': thumbprint('sha256', jwt_header['x5t#S256']) } : {}),
      ...('x5c' in jwt_header ? { x5c: Array.isArray(jwt_header['x5c']) ? [x5c] : x5c } : {}),
    };
    const payload = {
      ...jwt_payload,
      aud: `${running.sts}/${running.tenantId}/oauth2/v2.0/token`,
      ...Object.fromEntries(
        ['exp', 'iat', 'nbf'].filter((name) => name in jwt_payload).map((name) => [name, shift(jwt_payload[name])]),
      ),
    };
    const input = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const pss = jwt_header['alg'] === 'PS256' ? { padding: 6, saltLength: 32 } : {};
    return `${input}.${sign('sha256', Buffer.from(input), { key, ...pss }).toString('base64url')}`;
  };

  const tokenRequests = captured.filter(({ form }) => form?.['grant_type'] === 'client_credentials');
  const discoveries = captured.filter(
    ({ port, method, path }) => port === 'main' && method === 'GET' && /openid-configuration|discovery/.test(path),
  );

  it('are there: a captured file without them would test nothing', () => {
    assert.ok(tokenRequests.length > 10);
    assert.ok(discoveries.length > 3);
  });

  const textOf = (name: string, value: string | CapturedAssertion | { readonly raw: string }): string => {
    if (name === 'client_secret') return 'a-secret-of-the-captured-client';
    if (typeof value === 'string') return value;
    return 'raw' in value ? value.raw : resign(value);
  };

  // Some clients were run with stand-ins that no authority should take; each is named here with its refusal.
  const refusalFor = ({ form }: CapturedRequest): number | undefined => {
    const { client_assertion: assertion, token_type: tokenType } = form ?? {};
    if (typeof assertion === 'object' && 'jwt_header' in assertion && assertion.jwt_header['alg'] === 'none')
      return 50027;
    if (tokenType === 'ssh-cert') return 9900203;
    // The captured kid is a word, not the thumbprint of a key.
    return tokenType === 'pop' ? 9900201 : undefined;
  };

  for (const [index, request] of tokenRequests.entries()) {
    const refusal = refusalFor(request);
    it(`client_credentials ${index + 1}: ${request.peer}${refusal === undefined ? '' : ` is refused with AADSTS${refusal}`}`, async () => {
      const fields = Object.entries(request.form ?? {}).map(([name, value]) => [name, textOf(name, value)]);
      const form = new URLSearchParams(fields);
      const reply = await running.post(pathOf(request), form.toString(), headersOf(request));
      if (refusal !== undefined) return assert.equal(codeOf(reply), refusal);
      assert.equal(reply.status, 200, JSON.stringify(reply.body));
      assert.equal(reply.body['token_type'], 'Bearer');
      const wantsCapability = /cp1/i.test(form.get('claims') ?? '');
      assert.deepEqual(claimsOf(reply)['xms_cc'], wantsCapability ? ['cp1'] : undefined);
    });
  }

  for (const [index, request] of discoveries.entries()) {
    it(`discovery ${index + 1}: ${request.peer}`, async () => {
      const response = await running.fetch(`${running.sts}${pathOf(request)}`, { headers: headersOf(request) });
      assert.equal(response.status, 200);
    });
  }
});
