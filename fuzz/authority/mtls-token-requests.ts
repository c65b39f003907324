import { createHash, X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject } from '@holdfast/core';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority, publicOrigin } from '../artefacts/authority.ts';
import { exchange } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editForm, type Form, formEdit, writeForm, writing } from '../mutate/form.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { partOf } from '../mutate/jws.ts';
import { expectProperAnswer } from './answers.ts';

const mtlsTokenRequest = defineTarget({
  name: 'authority/mtls-token-request',
  shortRuns: 100,
  arbitrary: fc.record({
    application: fc.constantFrom('daemon', 'daemon', 'daemon', 'bound-only', 'bearer-only', 'page', 'orders-api'),
    scope: fc.constantFrom('api://orders/.default', 'https://vault.example/.default', 'api://bound/.default'),
    edits: fc.array(formEdit, { maxLength: 3 }),
    writing,
    headers: fc.option(headerEdits, { freq: 1 }),
    claimsHeader: fc.boolean(),
  }),
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const { clientId } = authority.application(input.application);
    const honest: Form = [
      ['client_id', clientId],
      ['scope', input.scope],
      ['grant_type', 'client_credentials'],
      ['client_info', '2'],
      ['token_type', 'mtls_pop'],
    ];
    const body = writeForm(input.edits.reduce(editForm, honest), input.writing);
    const lines = [
      ['host', 'thief.example'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ...(input.claimsHeader
        ? [['x-arr-clientcert', authority.certificatePem.replaceAll(/-----.*-----|\n/g, '')] as const]
        : []),
    ] as const;
    const answer = await exchange({
      port: authority.mtlsPort,
      tls: authority.mtlsAgent,
      method: 'POST',
      path: `/${authority.tenantId}/oauth2/v2.0/token`,
      headers: input.headers === null ? lines : editHeaders(lines, input.headers),
      body,
    });
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined)
      return authority.expectCalmEvents();
    const reply = expectProperAnswer(answer, authority);
    expect(
      answer.headers['access-control-allow-origin'] === undefined,
      'lets pages read what a certificate brought about',
    );
    if (answer.status === 200 && reply?.['access_token'] !== undefined) expectEarned(body, reply, authority);
  },
});

// Only the owner of the certificate gets a token, and never an unbound one where anything speaks of binding.
function expectEarned(body: string, reply: JsonObject, authority: FuzzAuthority): void {
  const form = new URLSearchParams(body);
  const { cnf, azp, appid, iss } = partOf(String(reply['access_token']), 1);
  expect((azp ?? appid) === authority.application('daemon').clientId, 'takes the certificate for that of another');
  expect(String(iss).startsWith(`${publicOrigin}/${authority.tenantId}/`), 'lets a request name the issuer');
  expect(!form.has('client_secret'), 'takes a secret beside a certificate');
  const [tokenType, ...others] = form.getAll('token_type');
  expect(others.length === 0, 'reads a parameter that is there twice');
  if (tokenType === undefined) {
    expect(
      !form.has('req_cnf') && reply['token_type'] === 'Bearer' && cnf === undefined,
      'binds what nobody asked to be bound',
    );
    return;
  }
  expect(reply['token_type'] === tokenType, 'answers a wish for a bound token with another');
  expect(isJsonObject(cnf), 'binds to nothing');
  if (tokenType !== 'mtls_pop') return;
  const { raw } = new X509Certificate(authority.certificatePem);
  const thumbprint = createHash('sha256').update(raw).digest('base64url');
  expect(
    Object.keys(cnf).length === 1 && cnf['x5t#S256'] === thumbprint && !form.has('req_cnf'),
    'binds to something else than the certificate of the connection',
  );
}

/** The token endpoint over mutual TLS, end to end. */
export const mtlsTokenRequestTargets: readonly FuzzTarget[] = [mtlsTokenRequest];
