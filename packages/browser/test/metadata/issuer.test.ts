import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIssuer, isIssuer } from '../../src/metadata/issuer.ts';
import { origin, otherTenantId, tenantId } from '../fixtures/test-authority.ts';

const issuer = `${origin}/${tenantId}/v2.0`;
const template = `${origin}/{tenantid}/v2.0`;

test('a tenant is filled into a template, and nothing into another issuer', () => {
  assert.equal(fillIssuer(template, tenantId), issuer);
  assert.equal(fillIssuer(issuer, otherTenantId), issuer);
  // What `String.replace` would make of it.
  assert.equal(fillIssuer(template, '$&'), `${origin}/$&/v2.0`);
});

test('an answer names the issuer letter for letter', () => {
  assert.equal(isIssuer(issuer, issuer), true);
  for (const named of [`${issuer}/`, issuer.toUpperCase(), `${origin}/${otherTenantId}/v2.0`, '', template]) {
    assert.equal(isIssuer(named, issuer), false, named);
  }
});

test('where the issuer is a template, any tenant, and nothing else', () => {
  assert.equal(isIssuer(issuer, template), true);
  assert.equal(isIssuer(`${origin}/${otherTenantId}/v2.0`, template), true);
  const wrong = [
    template,
    `${origin}/contoso.example/v2.0`,
    `${origin}//v2.0`,
    `${origin}/${tenantId}/v2.0/`,
    `https://thief.example/${tenantId}/v2.0`,
    `${origin}/${tenantId}/x/v2.0`,
  ];
  for (const named of wrong) assert.equal(isIssuer(named, template), false, named);
});
