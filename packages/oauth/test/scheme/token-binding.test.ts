import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeBase64url, encodeUtf8, generateSigningKey, type JsonObject } from '@holdfast/core';
import { TokenNotBound } from '../../src/errors/binding-errors.ts';
import { checkTokenBinding } from '../../src/scheme/token-binding.ts';

const ours = await generateSigningKey();
const other = await generateSigningKey();

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));

function token(payload: unknown): string {
  return `${part({ alg: 'RS256', nonce: 'Entra puts one here' })}.${part(payload)}.AAAA`;
}

test('every form that names our key passes (RFC 7800 section 3)', async () => {
  const forms: JsonObject[] = [
    { kid: ours.thumbprint },
    { jkt: ours.thumbprint },
    { jwk: { ...ours.jwk } },
    { jwk: { ...ours.jwk, kid: 'label' }, kid: 'label' },
    { kid: ours.thumbprint, xms_ksl: 'sw' },
  ];
  for (const cnf of forms) await checkTokenBinding(token({ cnf }), ours.thumbprint);
});

test('a token that names no key, another key or more than a key is not bound', async () => {
  const certificate = { 'x5t#S256': ours.thumbprint };
  const forms: unknown[] = [
    undefined,
    null,
    {},
    [],
    'kid',
    { kid: other.thumbprint },
    { kid: '' },
    { kid: `${ours.thumbprint}=` },
    { jkt: other.thumbprint },
    { jwk: { ...other.jwk } },
    { jwk: { ...other.jwk, kid: ours.thumbprint } },
    { jwk: { ...ours.jwk }, kid: other.thumbprint },
    certificate,
    { ...certificate, kid: ours.thumbprint },
    { jku: 'https://keys.example', kid: ours.thumbprint },
  ];
  for (const cnf of forms) await assert.rejects(checkTokenBinding(token({ cnf }), ours.thumbprint), TokenNotBound);
});

test('what is not a signed JWT is not bound', async () => {
  const bound = token({ cnf: { kid: ours.thumbprint } });
  const [header, payload] = bound.split('.');
  const twice = encodeBase64url(encodeUtf8(`{"cnf":{"kid":"${other.thumbprint}"},"cnf":{"kid":"${ours.thumbprint}"}}`));
  const others = [
    'opaque',
    '',
    `${header}.${payload}`,
    `${bound}.e`,
    `${header}.!.x`,
    `${header}..x`,
    `${header}.${twice}.x`,
    `${header}.${payload}.`,
    ...['none', 'None', 'NONE', null, undefined, 7].map((alg) => `${part({ alg })}.${payload}.AAAA`),
    `${part([{ alg: 'RS256' }])}.${payload}.AAAA`,
    `!.${payload}.AAAA`,
  ];
  for (const text of others) await assert.rejects(checkTokenBinding(text, ours.thumbprint), TokenNotBound);
});
