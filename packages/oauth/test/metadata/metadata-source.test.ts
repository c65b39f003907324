import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock, createFakeTransport, type FakeReply } from '@holdfast/testing';
import { MetadataRefused } from '../../src/errors/request-errors.ts';
import { createMetadataSource } from '../../src/metadata/metadata-source.ts';

const authority = { origin: 'https://login.example', tenant: 'contoso.example' };
const issuer = 'https://login.example/contoso.example/v2.0';
const tokenEndpoint = 'https://login.example/contoso.example/oauth2/v2.0/token';
const route = 'GET https://login.example/contoso.example/v2.0/.well-known/openid-configuration';
const signal = new AbortController().signal;

function source(reply: FakeReply | FakeReply[], trusted: string[] = []) {
  const clock = createFakeClock();
  const transport = createFakeTransport({ [route]: reply });
  return { clock, transport, load: createMetadataSource({ transport, trustedOrigins: new Set(trusted), clock }) };
}

function refusedWith(code: MetadataRefused['code']) {
  return (error: MetadataRefused): boolean => error.name === 'MetadataRefused' && error.code === code;
}

test('one request for many callers, remembered for 24 hours', async () => {
  const { load, transport, clock } = source({ json: { issuer, token_endpoint: tokenEndpoint } });
  const all = await Promise.all(Array.from({ length: 50 }, () => load(authority, signal)));
  assert.deepEqual(all[0], { issuer, tokenEndpoint, mtlsTokenEndpoint: undefined, bindsToCertificates: false });
  clock.advance(24 * 3600 - 1);
  await load(authority, signal);
  assert.equal(transport.requests.length, 1);
  clock.advance(1);
  await load(authority, signal);
  assert.equal(transport.requests.length, 2);
});

test('a failure is not remembered', async () => {
  const { load } = source([{ status: 503 }, { json: { issuer, token_endpoint: tokenEndpoint } }]);
  await assert.rejects(load(authority, signal), refusedWith('ERR_METADATA_UNREACHABLE'));
  assert.equal((await load(authority, signal)).issuer, issuer);
});

test('the token endpoint must be at the authority or at a known origin', async () => {
  const addresses = [
    'https://evil.example/token',
    'https://login.example.evil.example/token',
    'http://login.example/token',
    'https://login.example:444/token',
    'https://user:password@login.example/token',
    'javascript:alert(1)',
    '/token',
  ];
  for (const address of addresses) {
    const { load } = source({ json: { issuer, token_endpoint: address } });
    await assert.rejects(load(authority, signal), refusedWith('ERR_METADATA_ENDPOINT'), address);
  }
  const { load } = source({ json: { issuer, token_endpoint: 'https://sts.example/token' } }, ['https://sts.example']);
  assert.equal((await load(authority, signal)).tokenEndpoint, 'https://sts.example/token');
});

test('documents that are no metadata are refused', async () => {
  const replies: [FakeReply, MetadataRefused['code']][] = [
    [{ json: [] }, 'ERR_METADATA_MALFORMED'],
    [{ json: { issuer } }, 'ERR_METADATA_MALFORMED'],
    [{ json: { token_endpoint: tokenEndpoint } }, 'ERR_METADATA_MALFORMED'],
    [{ json: { issuer: 1, token_endpoint: tokenEndpoint } }, 'ERR_METADATA_MALFORMED'],
    [{ body: '<html>', headers: { 'content-type': 'text/html' } }, 'ERR_METADATA_MALFORMED'],
    [
      { body: `{"issuer":"x","issuer":"${issuer}"}`, headers: { 'content-type': 'application/json' } },
      'ERR_METADATA_MALFORMED',
    ],
    [{ json: { issuer: 'https://evil.example/x/v2.0', token_endpoint: tokenEndpoint } }, 'ERR_METADATA_ISSUER'],
    [{ status: 302, headers: { location: 'https://evil.example' } }, 'ERR_METADATA_UNREACHABLE'],
    [{ fail: new Error('connection reset') }, 'ERR_METADATA_UNREACHABLE'],
    [{ body: ' '.repeat(300_000), headers: { 'content-type': 'application/json' } }, 'ERR_METADATA_MALFORMED'],
  ];
  for (const [reply, code] of replies) await assert.rejects(source(reply).load(authority, signal), refusedWith(code));
});

test('an authority that says no with a number is heard, and its words are not repeated', async () => {
  const description = 'AADSTS90002: Tenant the-tenant-asked-for not found.';
  for (const json of [{ error: 'invalid_tenant', error_codes: [90002] }, { error_description: description }]) {
    await assert.rejects(source({ status: 400, json }).load(authority, signal), (error: unknown) => {
      assert.ok(error instanceof MetadataRefused);
      assert.deepEqual([error.code, error.errorCodes], ['ERR_METADATA_REFUSED', [90002]]);
      assert.match(error.message, /AADSTS90002/);
      assert.doesNotMatch(error.message, /the-tenant-asked-for/);
      return true;
    });
  }
  const silent = source({ status: 500, json: {} });
  await assert.rejects(silent.load(authority, signal), refusedWith('ERR_METADATA_UNREACHABLE'));
});
