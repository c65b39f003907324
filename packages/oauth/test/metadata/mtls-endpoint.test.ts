import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getMtlsTokenEndpoint } from '../../src/metadata/mtls-endpoint.ts';
import type { ServerMetadata } from '../../src/metadata/process-metadata.ts';

const tenant = 'contoso.example';
const path = `/${tenant}/oauth2/v2.0/token`;

function endpointOf(
  origin: string,
  facts: { readonly metadata?: Partial<ServerMetadata>; readonly trusted?: string[]; readonly region?: string } = {},
): string {
  const { metadata = {}, trusted = [], region } = facts;
  const whole = {
    issuer: `${origin}/${tenant}/v2.0`,
    tokenEndpoint: origin + path,
    bindsToCertificates: false,
    ...metadata,
  };
  try {
    return getMtlsTokenEndpoint(whole, { authority: { origin, tenant }, trustedOrigins: new Set(trusted), region });
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

test('every cloud of Entra has its host, with a region and without', () => {
  const hosts = [
    ['login.microsoftonline.com', 'mtlsauth.microsoft.com'],
    ['login.windows.net', 'mtlsauth.microsoft.com'],
    ['login.microsoft.com', 'mtlsauth.microsoft.com'],
    ['login.microsoftonline.us', 'mtlsauth.microsoftonline.us'],
    ['login.partner.microsoftonline.cn', 'mtlsauth.partner.microsoftonline.cn'],
    ['login.sovcloud-identity.fr', 'mtlsauth.sovcloud-identity.fr'],
    ['login.sovcloud-identity.de', 'mtlsauth.sovcloud-identity.de'],
    ['login.sovcloud-identity.sg', 'mtlsauth.sovcloud-identity.sg'],
  ];
  for (const [login, mtls] of hosts) {
    assert.equal(endpointOf(`https://${login}`), `https://${mtls}${path}`);
    assert.equal(endpointOf(`https://${login}`, { region: 'westus3' }), `https://westus3.${mtls}${path}`);
    // A document of Entra cannot send a certificate's owner elsewhere.
    const alias = 'https://thief.example/token';
    assert.equal(endpointOf(`https://${login}`, { metadata: { mtlsTokenEndpoint: alias } }), `https://${mtls}${path}`);
  }
});

test('names of Entra that take no certificates are refused', () => {
  for (const host of ['login.usgovcloudapi.net', 'login.chinacloudapi.cn', 'sts.windows.net']) {
    assert.equal(endpointOf(`https://${host}`), 'ERR_METADATA_MTLS');
  }
});

test('other authorities name the endpoint themselves, at their own host or one that is known', () => {
  const own = 'https://sts.example';
  const cases: readonly (readonly [alias: string, trusted: string[], expected: string])[] = [
    ['https://sts.example:8444/token', [], 'https://sts.example:8444/token'],
    ['https://mtls.example/token', ['https://mtls.example'], 'https://mtls.example/token'],
    ['https://mtls.example/token', [], 'ERR_METADATA_ENDPOINT'],
    ['https://mtls.example:444/token', ['https://mtls.example'], 'ERR_METADATA_ENDPOINT'],
    ['https://sts.example.thief.example/token', [], 'ERR_METADATA_ENDPOINT'],
    ['http://sts.example/token', [], 'ERR_METADATA_ENDPOINT'],
    ['https://user@sts.example/token', [], 'ERR_METADATA_ENDPOINT'],
    ['https://sts.example/token#there', [], 'ERR_METADATA_ENDPOINT'],
    ['token', [], 'ERR_METADATA_ENDPOINT'],
    ['', [], 'ERR_METADATA_ENDPOINT'],
  ];
  for (const [mtlsTokenEndpoint, trusted, expected] of cases) {
    assert.equal(endpointOf(own, { metadata: { mtlsTokenEndpoint }, trusted }), expected, mtlsTokenEndpoint);
  }
});

test('without an alias: the ordinary endpoint where tokens are bound to certificates (RFC 8705 section 5), or none', () => {
  assert.equal(
    endpointOf('https://sts.example', { metadata: { bindsToCertificates: true } }),
    `https://sts.example${path}`,
  );
  assert.equal(endpointOf('https://sts.example'), 'ERR_METADATA_MTLS');
});

test('a cloud that only its owner knows has a sibling host, where the owner says so', () => {
  const cloud = 'https://login.cloud.example';
  const sibling = 'https://mtlsauth.cloud.example';
  assert.equal(endpointOf(cloud, { trusted: [sibling] }), sibling + path);
  assert.equal(endpointOf(cloud), 'ERR_METADATA_MTLS');
  assert.equal(endpointOf('https://sts.cloud.example', { trusted: [sibling] }), 'ERR_METADATA_MTLS');
});
