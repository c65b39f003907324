import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts, parseDirectory } from '@holdfast/authority';
import { certifiedRefusals } from '../harness/certified-refusals.ts';
import { delegationRefusals } from '../harness/delegation-refusals.ts';
import { codeOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { personRefusals } from '../harness/sign-in-refusals.ts';

/** Rows that other test files reach; each names the file. */
const elsewhere: Readonly<Record<string, string>> = {
  ...certifiedRefusals,
  ...delegationRefusals,
  ...personRefusals,
  assertionMalformed: 'client-auth/client-assertion.test.ts',
  assertionNotVerified: 'client-auth/client-assertion.test.ts',
  assertionIssuerWrong: 'client-auth/client-assertion.test.ts',
  assertionAudienceWrong: 'client-auth/client-assertion.test.ts',
  assertionTimeWrong: 'client-auth/client-assertion.test.ts',
  certificateTimeWrong: 'client-auth/client-assertion.test.ts',
  internal: 'endpoints/internal-failure.test.ts',
  clientCertificateMissing: 'endpoints/mtls-refusals.test.ts',
  secretOverMtls: 'endpoints/mtls-refusals.test.ts',
  certificateUnknown: 'endpoints/mtls-refusals.test.ts',
  certificateMismatch: 'endpoints/mtls-assertions.test.ts',
  certificateRevoked: 'endpoints/mtls-refusals.test.ts',
  certificateUnusable: 'endpoints/mtls-refusals.test.ts',
  authenticationMethodForbidden: 'endpoints/mtls-refusals.test.ts',
  confirmationBesideCertificate: 'endpoints/mtls-refusals.test.ts',
  keyRevoked: 'endpoints/revoked-holders.test.ts',
  claimsUnmet: 'endpoints/requested-claims.test.ts',
  notBeforeTooLate: 'endpoints/requested-claims.test.ts',
};

describe('refusals of the token endpoint', () => {
  let running: RunningAuthority;
  const reached = new Set<string>();
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
resources:
  api://required: { tokenBinding: required }
  api://forbidden: { tokenBinding: forbidden }
tenants:
  contoso.example:
    applications:
      bound: { secret: generate, tokenBinding: required }
      unbound: { secret: generate, tokenBinding: forbidden }
`),
    });
  });
  after(() => running.close());

  const kid = Buffer.from('{"kid":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"}').toString('base64url');
  const pop = { token_type: 'pop', req_cnf: kid };
  const as = (name: string): Form => {
    const { clientId, secret } = running.application(name);
    return { client_id: clientId, client_secret: secret };
  };
  const basic = (id: string, secret: string): string =>
    `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

  const expectRow = (reply: Reply, reason: keyof typeof aadsts, word = ''): void => {
    const row = aadsts[reason];
    reached.add(reason);
    const { error, error_description, error_codes, timestamp, trace_id, correlation_id, error_uri } = reply.body;
    assert.deepEqual(
      { error, error_codes, status: reply.status },
      { error: row.error, error_codes: [row.code], status: row.status },
    );
    const guid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    assert.match(String(trace_id), new RegExp(`^${guid}$`));
    assert.match(String(correlation_id), new RegExp(`^${guid}$`));
    assert.equal(
      error_description,
      `AADSTS${row.code}: ${row.text.replace('{name}', word)} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
    );
    assert.equal(error_uri, `${running.sts}/error?code=${row.code}`);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    assert.equal(reply.headers.get('access-control-allow-origin'), '*');
  };

  it('name missing parameters (AADSTS900144)', async () => {
    expectRow(await running.token({ grant_type: undefined }), 'parameterMissing', 'grant_type');
    expectRow(await running.token({ client_id: '' }), 'parameterMissing', 'client_id');
    expectRow(await running.token({ token_type: 'pop' }), 'parameterMissing', 'req_cnf');
    const assertionOnly = { client_secret: undefined, client_assertion: 'x' };
    expectRow(await running.token(assertionOnly), 'parameterMissing', 'client_assertion_type');
    const typeOnly = { client_secret: undefined, client_assertion_type: 'x' };
    expectRow(await running.token(typeOnly), 'parameterMissing', 'client_assertion');
  });

  it('name every understood parameter that is there twice', async () => {
    const names = [
      'grant_type',
      'client_id',
      'client_secret',
      'client_assertion',
      'client_assertion_type',
      'scope',
      'token_type',
      'req_cnf',
      'claims',
    ];
    for (const name of names) {
      const reply = await running.post(`/${running.tenantId}/oauth2/v2.0/token`, `${name}=a&${name}=b`);
      expectRow(reply, 'parameterRepeated', name);
    }
  });

  it('tell a malformed, an unknown and a shared tenant apart', async () => {
    for (const tenant of ['__proto__', 'constructor', 'nodots', 'a'.repeat(300), '%00', 'a%2Fb']) {
      const reply = await running.token({}, { tenant });
      if (tenant.length > 255) expectRow(reply, 'requestMalformed', 'HTTP');
      else expectRow(reply, 'tenantMalformed');
    }
    for (const tenant of ['11111111-2222-3333-4444-555555555555', 'adatum.example', 'consumers']) {
      expectRow(await running.token({}, { tenant }), 'tenantUnknown');
    }
    for (const tenant of ['common', 'organizations', 'Common']) {
      expectRow(await running.token({}, { tenant }), 'tenantRequired');
    }
  });

  it('refuse grants, clients and secrets that are not known', async () => {
    expectRow(await running.token({ grant_type: 'password' }), 'grantUnsupported');
    expectRow(await running.token({ grant_type: '__proto__' }), 'grantUnsupported');
    expectRow(await running.token({ client_id: running.tenantId }), 'clientUnknown');
    expectRow(await running.token(as('fabrikam-daemon')), 'clientUnknown');
    expectRow(await running.token({ client_secret: 'wrong' }), 'secretWrong');
    expectRow(await running.token({ client_secret: undefined }), 'credentialMissing');
    expectRow(await running.token({ client_id: running.application('orders-api').clientId }), 'secretWrong');
    expectRow(await running.token({ client_id: running.application('spa').clientId }), 'clientIsPublic');
  });

  it('refuse two ways of authentication at once (RFC 6749 section 2.3)', async () => {
    const { clientId, secret = '' } = running.application('daemon');
    const headers = { authorization: basic(clientId, secret) };
    expectRow(await running.token({}, { headers }), 'credentialRepeated');
    const both = {
      client_assertion: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    expectRow(await running.token(both), 'credentialRepeated');
    const otherId = { client_id: running.application('bound').clientId, client_secret: undefined };
    expectRow(await running.token(otherId, { headers }), 'credentialRepeated');
  });

  it('take a Basic header, and challenge for it when it is wrong (RFC 6749 section 5.2)', async () => {
    const { clientId, secret = '' } = running.application('daemon');
    const form = { client_id: undefined, client_secret: undefined };
    assert.equal((await running.token(form, { headers: { authorization: basic(clientId, secret) } })).status, 200);
    const wrong = await running.token(form, { headers: { authorization: basic(clientId, 'wrong') } });
    expectRow(wrong, 'secretWrong');
    assert.match(wrong.headers.get('www-authenticate') ?? '', /^Basic /);
    assert.equal((await running.token({ client_secret: 'wrong' })).headers.get('www-authenticate'), null);
    for (const authorization of ['Basic !', 'Basic bm9jb2xvbg==', 'Bearer x', 'Basic']) {
      expectRow(await running.token(form, { headers: { authorization } }), 'requestMalformed', 'Authorization header');
    }
  });

  it('refuse scopes that are not one resource and /.default', async () => {
    expectRow(await running.token({ scope: undefined }), 'scopeMissing');
    const rows = [
      'api://orders',
      'api://orders/read',
      '/.default',
      'api://orders/.default openid',
      'api://orders/.default api://orders/.default',
      ' ',
    ];
    for (const scope of rows) expectRow(await running.token({ scope }), 'scopeNotDefault');
    for (const scope of ['api://nothing/.default', '__proto__/.default', 'API://ORDERS/.default']) {
      expectRow(await running.token({ scope }), 'resourceUnknown');
    }
  });

  it('refuse claims that are not a JSON object, and nothing else about them', async () => {
    for (const claims of ['{', '[]', '"x"', '{"a":1,"a":2}', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`]) {
      expectRow(await running.token({ claims }), 'claimsMalformed');
    }
    const odd = [
      '{}',
      '{"access_token":null}',
      '{"access_token":{"xms_cc":{"values":7}}}',
      '{"userinfo":{"x":{"essential":true}}}',
      ' {"access_token" : { "acrs" : { "value" : "c1" }, "auth_time": { "essential" : true } } } ',
    ];
    for (const claims of odd) assert.equal((await running.token({ claims })).status, 200, claims);
  });

  it('obey tokenBinding', async () => {
    expectRow(await running.token(as('bound')), 'bindingRequiredByApplication');
    expectRow(await running.token({ ...as('unbound'), ...pop }), 'bindingForbiddenByApplication');
    expectRow(await running.token({ scope: 'api://required/.default' }), 'bindingRequiredByApi');
    expectRow(await running.token({ scope: 'api://forbidden/.default', ...pop }), 'bindingForbiddenByApi');
    expectRow(await running.token({ req_cnf: kid }), 'confirmationWithoutScheme');
    expectRow(await running.token({ token_type: 'x' }), 'tokenTypeUnknown');
    expectRow(await running.token({ token_type: 'mtls_pop' }), 'certificateBindingUnavailable');
    expectRow(await running.token({ token_type: 'DPoP' }), 'dpopUnavailable');
    const { clientId, secret = '' } = running.application('daemon');
    const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}&scope=api://orders/.default`;
    expectRow(await running.post(`/${running.tenantId}/oauth2/v2.0/token?token_type=pop`, form), 'bindingOutsideBody');
    expectRow(
      await running.post(`/${running.tenantId}/oauth2/v2.0/token`, `${form}&Token_Type=pop`),
      'bindingMisspelt',
      'token_type',
    );
    const broken = await running.token({ token_type: 'pop', req_cnf: 'e30' });
    expectRow(broken, 'confirmationMalformed', 'neither a kid alone nor a public key');
  });

  it('refuse other content types, broken encodings and bodies over 64 KiB', async () => {
    const path = `/${running.tenantId}/oauth2/v2.0/token`;
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'nonsense']) {
      expectRow(await running.post(path, 'grant_type=x', { 'content-type': type }), 'requestMalformed', 'content type');
    }
    expectRow(await running.post(path, 'grant_type=%zz'), 'requestMalformed', 'percent-encoding');
    expectRow(await running.post(path, 'scope=%ff%fe'), 'requestMalformed', 'percent-encoding');
    expectRow(await running.post(path, `scope=${'a'.repeat(70_000)}`), 'bodyTooLarge');
    expectRow(await running.post(path, ''), 'parameterMissing', 'grant_type');
    const withCharset = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expectRow(await running.post(path, 'grant_type=x', withCharset), 'grantUnsupported');
  });

  it('say which method an endpoint takes, and that others do not exist', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await running.fetch(`${running.sts}/common/oauth2/v2.0/token`, { method });
      const reply = {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Reply['body'],
      };
      expectRow(reply, 'methodWrong', 'POST');
      assert.equal(response.headers.get('allow'), 'POST, OPTIONS');
    }
    expectRow(await running.post('/common/v2.0/.well-known/openid-configuration', ''), 'methodWrong', 'GET');
    expectRow(await running.post('/common/oauth2/v2.0/nothing', ''), 'endpointUnknown');
    expectRow(await running.post('/', ''), 'endpointUnknown');
  });

  it('are reached by injected faults, with Retry-After (AADSTS90055, AADSTS90033)', async () => {
    for (const [status, reason] of [
      [429, 'throttled'],
      [503, 'unavailable'],
    ] as const) {
      const fault = { service: 'sts', status, times: 1 };
      const headers = { 'content-type': 'application/json' };
      await running.admin('/faults', { method: 'POST', headers, body: JSON.stringify(fault) });
      const reply = await running.token();
      expectRow(reply, reason);
      assert.equal(reply.headers.get('retry-after'), '1');
    }
    assert.equal((await running.token()).status, 200);
  });

  it('of the discovery endpoints use the same table', async () => {
    const get = async (path: string): Promise<Reply> => {
      const response = await running.fetch(`${running.sts}${path}`);
      return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
    };
    for (const path of [
      '/adatum.example/v2.0/.well-known/openid-configuration',
      '/adatum.example/discovery/v2.0/keys',
    ]) {
      const reply = await get(path);
      expectRow(reply, 'metadataTenantUnknown');
    }
    expectRow(await get('/nodots/.well-known/openid-configuration'), 'tenantMalformed');
    for (const query of [
      '',
      '?authorization_endpoint=x',
      '?authorization_endpoint=https://login.example/common/oauth2/v2.0/authorize',
    ]) {
      const reply = await get(`/common/discovery/instance${query}`);
      expectRow(reply, 'instanceUnknown');
    }
    expectRow(await get('/error?code=1'), 'endpointUnknown');
  });

  it('repeat the client-request-id when it is a GUID, and nothing else', async () => {
    const id = '01A1F9BE-9ad0-7f13-af77-2121414f8b90';
    const inHeader = await running.token({ scope: '' }, { headers: { 'client-request-id': id } });
    assert.equal(inHeader.body['correlation_id'], id);
    const inQuery = await running.post(`/common/oauth2/v2.0/token?client-request-id=${id}`, '');
    assert.equal(inQuery.body['correlation_id'], id);
    const hostile = await running.token({ scope: '' }, { headers: { 'client-request-id': '<script>' } });
    assert.equal(JSON.stringify(hostile.body).includes('<script'), false);
  });

  it('are events with the reason, and never with anything that was sent', async () => {
    await running.token({ client_secret: 'marked-secret', client_id: running.application('daemon').clientId });
    assert.deepEqual(running.events.at(-1), {
      name: 'token.refused',
      error: 'invalid_client',
      code: 7000215,
      reason: 'secretWrong',
    });
    assert.equal(JSON.stringify(running.events).includes('marked'), false);
  });

  it('cover the whole table', () => {
    const missing = Object.keys(aadsts).filter((reason) => !reached.has(reason) && !(reason in elsewhere));
    assert.deepEqual(missing, []);
    assert.equal(codeOf({ status: 0, headers: new Headers(), body: {} }), undefined);
  });
});
