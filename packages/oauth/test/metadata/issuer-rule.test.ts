import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchIssuer } from '../../src/metadata/issuer-rule.ts';

const guid = '11111111-2222-3333-4444-555555555555';
const otherGuid = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const at = (tenant: string) => ({ origin: 'https://login.example', tenant });

test('an issuer of the same origin speaks for its own tenant', () => {
  assert.ok(matchIssuer(`https://login.example/${guid}/v2.0`, at(guid), new Set()));
  assert.ok(matchIssuer(`https://login.example/${guid}/`, at(guid), new Set()));
  assert.ok(matchIssuer(`https://login.example/${guid}/v2.0`, at('contoso.example'), new Set()), 'a domain has a GUID');
  assert.ok(matchIssuer('https://login.example/{tenantid}/v2.0', at('organizations'), new Set()));
});

test('another tenant, origin or scheme does not', () => {
  const others = [
    `https://login.example/${otherGuid}/v2.0`,
    'https://login.example/fabrikam.example/v2.0',
    'https://login.example/',
    `https://login.example.evil.example/${guid}/v2.0`,
    `https://evil.example/${guid}/v2.0`,
    `https://login.example:444/${guid}/v2.0`,
    `http://login.example/${guid}/v2.0`,
    `https://login.example@evil.example/${guid}/v2.0`,
    `https://login.example/${guid}/v2.0?x`,
    'not a url',
    '',
  ];
  for (const issuer of others) assert.equal(matchIssuer(issuer, at(guid), new Set()), false, issuer);
});

test('a known origin may be the issuer, still for this tenant only', () => {
  const trusted = new Set(['https://sts.example']);
  assert.ok(matchIssuer(`https://sts.example/${guid}/`, at(guid), trusted));
  assert.equal(matchIssuer(`https://sts.example/${otherGuid}/`, at(guid), trusted), false);
});
