import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenTypeUnexpected } from '@holdfast/oauth';
import { assertShowsNoSecret, canary, type FakeReply, secret } from '@holdfast/testing';
import { ManagedIdentityRefused } from '../../src/errors/managed-identity-errors.ts';
import type { ManagedIdentitySourceOptions } from '../../src/managed-identity-source/managed-identity-source.ts';
import { clockStart, goodReply, type OfferedSource, openScripted, secretHeader, token } from './scripted-source.ts';

const good = { access_token: token, expires_on: clockStart / 1000 + 3600, token_type: 'Bearer' };
const json = { 'content-type': 'application/json; charset=utf-8' };

async function errorOf(
  reply: FakeReply,
  options: Partial<ManagedIdentitySourceOptions> = {},
  source: OfferedSource = 'app-service',
) {
  const { ask } = openScripted(source, reply, { retries: false, ...options });
  const error = await ask().then(
    () => assert.fail('there is a token'),
    (reason: unknown) => reason as ManagedIdentityRefused,
  );
  assertShowsNoSecret(error, [secret('header', secretHeader), secret('token', token)]);
  return error;
}

const codeOf = async (reply: FakeReply) => (await errorOf(reply)).code as string;

describe('replies with a token', () => {
  it('of any letter case of Bearer, or without a type', async () => {
    for (const token_type of ['Bearer', 'bearer', 'BEARER', undefined]) {
      const { ask } = openScripted('imds', { json: { ...good, token_type } });
      assert.equal((await ask()).accessToken, token);
    }
  });

  it('of any other type are refused: it is bound to something that is not here', async () => {
    for (const token_type of ['pop', 'mtls_pop', 'DPoP', 'Bearer ', '', null, 7, ['Bearer']]) {
      const error: unknown = await errorOf({ json: { ...good, token_type } });
      assert.ok(error instanceof TokenTypeUnexpected);
    }
  });

  it('that is no token are refused', async () => {
    for (const access_token of [undefined, null, '', 7, 'a b', 'a\r\nb: c', 'ä', 'x'.repeat(65_537), { token }]) {
      assert.equal(await codeOf({ json: { ...good, access_token } }), 'ERR_MANAGED_IDENTITY_REPLY');
    }
  });

  it('of another identity than the one that was asked for by client id are refused', async () => {
    const value = 'bbbbbbbb-2222-4333-8444-555555555555';
    const identity = { kind: 'client-id', value: value.toUpperCase() } as const;
    const other = 'cccccccc-2222-4333-8444-555555555555';
    const error = await errorOf({ json: { ...good, client_id: other } }, { identity });
    assert.equal(error.code as string, 'ERR_MANAGED_IDENTITY_OTHER');
    for (const client_id of [value, value.toUpperCase(), undefined, '', 'not a guid']) {
      const { ask } = openScripted('imds', { json: { ...good, client_id } }, { identity });
      assert.equal((await ask()).accessToken, token);
    }
    const { ask } = openScripted('imds', { json: { ...good, client_id: other } });
    assert.equal((await ask()).accessToken, token);
  });
});

describe('things that are no reply (InvalidJsonResponseHandling)', () => {
  const bodies: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[] = [
    ['no JSON', 'missing starting bracket "access_token":"x"}'],
    ['nothing', ''],
    ['a list', '[]'],
    ['text', '"token"'],
    ['null', 'null'],
    ['a comma too many', `{"access_token":"${token}","expires_in":3600,}`],
    ['a member twice', `{"access_token":"a","expires_in":3600,"access_token":"${token}"}`],
    ['a life twice', `{"access_token":"${token}","expires_in":1,"expires_in":36000}`],
    ['__proto__', `{"__proto__":{"access_token":"${token}"},"expires_in":3600}`],
    ['no UTF-8', Buffer.concat([Buffer.from('{"access_token":"'), Buffer.from([0xff]), Buffer.from('"}')])],
    ['too deep', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['too long', `{"access_token":"${token}","expires_in":3600,"pad":"${'x'.repeat(262_144)}"}`],
    ['an error', '{"error":"invalid_request"}'],
  ];
  for (const [title, body] of bodies) {
    it(title, async () => assert.equal(await codeOf({ body, headers: json }), 'ERR_MANAGED_IDENTITY_REPLY'));
  }

  it('another content type: this is not a managed identity endpoint', async () => {
    const body = JSON.stringify(good);
    for (const type of ['text/html', 'text/plain', 'application/jwt', 'application/json+x', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const error = await errorOf({ body: type === undefined ? new TextEncoder().encode(body) : body, headers });
      assert.equal(error.code, 'ERR_MANAGED_IDENTITY_FOREIGN', type);
      assert.equal(error.status, 200);
    }
    for (const type of ['application/json', 'Application/JSON', 'application/json ; charset=utf-8']) {
      const { ask } = openScripted('imds', { body, headers: { 'content-type': type } });
      assert.equal((await ask()).accessToken, token);
    }
  });

  it('a success of another kind, and every redirect', async () => {
    for (const status of [201, 202, 204, 206, 300, 301, 302, 303, 307, 308]) {
      const reply = { status, headers: { location: `https://${canary}.example/` } };
      assert.equal(await codeOf(reply), 'ERR_MANAGED_IDENTITY_FOREIGN', `${status}`);
    }
  });

  it('a page, in the place of a refusal', async () => {
    for (const status of [400, 401, 403, 404, 405]) {
      const reply = { status, body: `<h1>${canary}</h1>`, headers: { 'content-type': 'text/html; charset=utf-8' } };
      assert.equal(await codeOf(reply), 'ERR_MANAGED_IDENTITY_FOREIGN', `${status}`);
    }
  });
});

describe('refusals (ManagedIdentityTestErrorResponseParsing)', () => {
  const correlationId = 'dddddddd-2222-4333-8444-555555555555';
  const guid = { correlation_id: correlationId };

  it('flat, as IMDS and Service Fabric write it', async () => {
    const error = await errorOf({
      status: 400,
      json: {
        error: 'invalid_resource',
        error_description: `AADSTS500011: The resource principal named ${canary} was not found`,
        error_codes: '[500011]',
        ...guid,
      },
    });
    assert.equal(error.code, 'ERR_MANAGED_IDENTITY_REFUSED');
    assert.deepEqual([error.status, error.error, error.errorCodes], [400, 'invalid_resource', [500_011]]);
    assert.equal(error.correlationId, correlationId);
    assert.match(error.message, /status 400, invalid_resource, AADSTS500011/);
  });

  it('nested, as Cloud Shell and Service Fabric write it', async () => {
    const inner = { code: 'SecretHeaderNotFound', message: canary, correlationId };
    const error = await errorOf({ status: 401, json: { error: inner } });
    assert.deepEqual(
      [error.code, error.error, error.correlationId],
      ['ERR_MANAGED_IDENTITY_REFUSED', 'SecretHeaderNotFound', correlationId],
    );
  });

  it('with a message and a number, as App Service writes it', async () => {
    const error = await errorOf({ status: 500, json: { statusCode: 500, message: canary, correlationId } });
    assert.deepEqual(
      [error.code, error.status, error.correlationId],
      ['ERR_MANAGED_IDENTITY_UNAVAILABLE', 500, correlationId],
    );
  });

  it('with the number of the authority, in whatever member it stands', async () => {
    const sentence = `AADSTS500011: The resource principal named ${canary} was not found`;
    const bodies = [
      { error: 'invalid_resource', error_description: sentence },
      { error: { code: 'invalid_resource', message: sentence } },
      { statusCode: 400, message: sentence },
      { error: 'invalid_resource', error_codes: [500_011] },
    ];
    for (const json of bodies) {
      const { code, errorCodes } = await errorOf({ status: 400, json });
      assert.deepEqual([code, errorCodes], ['ERR_MANAGED_IDENTITY_REFUSED', [500_011]]);
    }
  });

  it('empty, or nothing that can be read (ManagedIdentityErrorResponseNoPayloadTestAsync)', async () => {
    const bodies: readonly FakeReply[] = [
      { status: 403 },
      { status: 403, body: canary },
      { status: 403, body: `{"error":"${canary}","error":"x"}`, headers: json },
      {
        status: 403,
        json: { error: canary, error_description: canary, error_codes: [canary], correlation_id: canary },
      },
      { status: 403, body: canary.repeat(10_000), headers: json },
    ];
    for (const reply of bodies) {
      const error = await errorOf(reply);
      assert.ok(error instanceof ManagedIdentityRefused);
      assert.deepEqual([error.code, error.error, error.errorCodes], ['ERR_MANAGED_IDENTITY_REFUSED', undefined, []]);
    }
  });

  it('of an identity that is not there, in the words of each source', async () => {
    const bodies = [
      { error: 'invalid_request', error_description: 'Identity not found' },
      { error: { code: 'ManagedIdentityNotFound', message: 'A managed identity was not found for the host.' } },
      { statusCode: 400, message: 'No User Assigned or Delegated Managed Identity found for specified ClientId' },
    ];
    for (const json of bodies) {
      for (const status of [400, 404]) assert.equal(await codeOf({ status, json }), 'ERR_MANAGED_IDENTITY_NOT_FOUND');
      assert.equal(await codeOf({ status: 503, json }), 'ERR_MANAGED_IDENTITY_UNAVAILABLE');
    }
    const missing = { error: 'invalid_request', error_description: 'Required metadata header not specified' };
    assert.equal(await codeOf({ status: 400, json: missing }), 'ERR_MANAGED_IDENTITY_REFUSED');
  });

  it('by status', async () => {
    for (const [status, code] of [
      [400, 'REFUSED'],
      [401, 'REFUSED'],
      [404, 'UNAVAILABLE'],
      [408, 'UNAVAILABLE'],
      [410, 'UNAVAILABLE'],
      [429, 'THROTTLED'],
      [500, 'UNAVAILABLE'],
      [511, 'UNAVAILABLE'],
    ] as const) {
      assert.equal(await codeOf({ status }), `ERR_MANAGED_IDENTITY_${code}`, `${status}`);
    }
  });

  it('that repeat the secret, which is a GUID like a correlation id, do not get it into an error', async () => {
    for (const member of ['correlation_id', 'correlationId']) {
      const error = await errorOf({ status: 401, json: { error: secretHeader, [member]: secretHeader.toUpperCase() } });
      assert.equal(error.correlationId, undefined);
    }
  });
});

describe('transports that fail', () => {
  it('in their own words: none of them are kept', async () => {
    const cause = Object.assign(new Error(canary), { code: 'ENOTFOUND' });
    const failures: readonly Error[] = [
      new Error(canary),
      new TypeError(canary, { cause }),
      Object.assign(new Error(canary), { code: canary }),
    ];
    for (const fail of failures) {
      const error = await errorOf({ fail });
      assert.equal(error.cause, undefined);
      assert.match(error.code as string, /UNREACHABLE|INTERRUPTED/);
    }
  });

  it('a good reply shows that the refusals above are about what they are about', async () => {
    assert.equal((await openScripted('app-service', goodReply, { retries: false }).ask()).accessToken, token);
  });
});
