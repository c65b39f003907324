import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMtlsHost } from '../../../oauth/src/metadata/entra-clouds.ts';
import { parseNamedEndpoint } from '../../src/imds-credential/known-hosts.ts';

const rule = { purpose: 'token', member: 'mtls_authentication_endpoint', allowedHosts: new Set<string>() } as const;
const logins = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'login.sovcloud-identity.fr',
  'login.sovcloud-identity.de',
  'login.sovcloud-identity.sg',
];

for (const login of logins) {
  test(`IMDS may name the host that takes certificates for ${login}, in a region too`, () => {
    const host = findMtlsHost(login);
    assert.ok(host !== undefined && host !== 'none');
    assert.equal(parseNamedEndpoint(`https://${host}`, rule), `https://${host}`);
    assert.equal(parseNamedEndpoint(`https://westus3.${host}`, rule), `https://westus3.${host}`);
  });
}
