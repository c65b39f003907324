import { createHash, X509Certificate } from 'node:crypto';
import { buildReqCnf, isJsonObject, type JsonObject, randomId, signCompactJws } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { type FuzzAuthority, nowMs, openFuzzAuthority, publicOrigin } from '../artefacts/authority.ts';
import { exchange } from '../artefacts/exchange.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editForm, type Form, formEdit, writeForm, writing } from '../mutate/form.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { encodePart, jwsMutation, mutateJws, partOf } from '../mutate/jws.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { expectProperAnswer } from './answers.ts';

const { holder } = keys;
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const wish = fc.record({
  application: fc.constantFrom('daemon', 'daemon', 'bound-only', 'bearer-only', 'page', 'orders-api'),
  binding: fc.constantFrom('kid' as const, 'jwk' as const, 'none' as const),
  scope: fc.constantFrom(
    'api://orders/.default',
    'api://orders/.default',
    'https://vault.example/.default',
    'api://bound/.default',
  ),
  basic: fc.boolean(),
});

const tokenRequest = defineTarget({
  name: 'authority/token-request',
  shortRuns: 150,
  arbitrary: fc.record({
    wish,
    edits: fc.array(formEdit, { maxLength: 3 }),
    writing,
    text: fc.option(textEdits, { freq: 1 }),
    headers: fc.option(headerEdits, { freq: 1 }),
    tenant: fc.option(textEdits, { freq: 1 }),
    query: fc.constantFrom('', '', '', '', '?token_type=pop', '?client_id=x', `?req_cnf=${buildReqCnf('kid', holder)}`),
  }),
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const { clientId } = authority.application(input.wish.application);
    const honest = honestForm(authority, input.wish, clientId);
    const form = input.edits.reduce(editForm, honest);
    const written = writeForm(form, input.writing);
    const body = input.text === null ? written : editText(written, input.text);
    const credentials = Buffer.from(`${clientId}:${encodeURIComponent(authority.daemonSecret)}`).toString('base64');
    const lines = [
      ['host', 'thief.example'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ...(input.wish.basic ? [['authorization', `Basic ${credentials}`] as const] : []),
    ] as const;
    const tenant = input.tenant === null ? authority.tenantId : editText(authority.tenantId, input.tenant);
    const outcome = await attempt(() =>
      exchange({
        port: authority.stsPort,
        method: 'POST',
        path: `/${tenant}/oauth2/v2.0/token${input.query}`,
        headers: input.headers === null ? lines : editHeaders(lines, input.headers),
        body,
      }),
    );
    expect(outcome.accepted, 'the exchange itself failed');
    const answer = outcome.value;
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined)
      return authority.expectCalmEvents();
    const secrets = [secret('credential', credentials)];
    const reply = expectProperAnswer(answer, authority, secrets);
    if (answer.status === 200 && reply?.['access_token'] !== undefined) expectEarned(body, reply, authority);
  },
});

// A token that was given must have been asked for, by a client that proved itself, and be bound as it was asked for.
function expectEarned(body: string, reply: JsonObject, authority: FuzzAuthority): void {
  const form = new URLSearchParams(body);
  const one = (name: string): string | undefined => {
    const values = form.getAll(name);
    expect(values.length <= 1, 'reads a parameter that is there twice');
    return values[0];
  };
  const [tokenType, reqCnf] = [one('token_type'), one('req_cnf')];
  for (const name of ['grant_type', 'client_id', 'client_secret', 'client_assertion', 'scope', 'claims']) one(name);
  const claims = partOf(String(reply['access_token']), 1);
  const { cnf } = claims;
  expect(String(claims['iss']).startsWith(`${publicOrigin}/${authority.tenantId}/`), 'lets a request name the issuer');
  if (tokenType === undefined && reqCnf === undefined) {
    expect(reply['token_type'] === 'Bearer' && cnf === undefined, 'binds a token that nobody asked to be bound');
    expect(
      claims['azp'] !== authority.application('bound-only').clientId,
      'gives an unbound token where bound ones are required',
    );
    expect(claims['aud'] !== 'api://bound', 'gives an unbound token for an API that takes bound ones');
    return;
  }
  expect(tokenType === 'pop' && reply['token_type'] === 'pop', 'answers a wish for a bound token with another');
  expect(claims['azp'] !== authority.application('bearer-only').clientId, 'binds where binding is forbidden');
  const asked: unknown = JSON.parse(Buffer.from(reqCnf ?? '', 'base64url').toString());
  expect(isJsonObject(asked) && isJsonObject(cnf), 'binds to nothing');
  const given = isJsonObject(cnf['jwk']) ? cnf['jwk'] : cnf;
  const same = ['x', 'y', 'n', 'e'].every((name) => asked[name] === given[name]);
  expect(
    same && (asked['kty'] !== undefined || asked['kid'] === given['kid']),
    'binds to another key than was asked for',
  );
}

const assertionChange = fc.oneof(
  fc.record({ of: fc.constant('mutant' as const), mutation: jwsMutation }),
  fc.record({
    of: fc.constant('claims' as const),
    edits: jsonEdits,
    by: fc.constantFrom('client' as const, 'thief' as const),
  }),
  fc.record({
    of: fc.constant('header' as const),
    edits: jsonEdits,
    by: fc.constantFrom('client' as const, 'thief' as const),
  }),
);

const assertions = defineTarget({
  name: 'authority/client-assertion',
  shortRuns: 120,
  arbitrary: fc.tuple(assertionChange, fc.constantFrom('x5t#S256' as const, 'x5t' as const, 'x5c' as const)),
  run: async ([change, reference]) => {
    const authority = await openFuzzAuthority();
    const honest = await signAssertion(authority, reference);
    const assertion = await changeAssertion(honest, change, authority);
    const { clientId } = authority.application('daemon');
    const form: Form = [
      ['grant_type', 'client_credentials'],
      ['client_id', clientId],
      ['client_assertion_type', jwtBearer],
      ['client_assertion', assertion],
      ['scope', 'api://orders/.default'],
    ];
    const secrets = [secret('honest assertion', honest), secret('assertion', assertion)];
    const answer = await exchange({
      port: authority.stsPort,
      method: 'POST',
      path: `/${authority.tenantId}/oauth2/v2.0/token`,
      headers: [
        ['host', 'x'],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: writeForm(form, 'form'),
    });
    expect(typeof answer !== 'string', 'gives no answer');
    const reply = expectProperAnswer(answer, authority, secrets);
    const isAccepted = answer.status === 200;
    if (change.of === 'mutant')
      return expect(isAccepted === (assertion === honest), 'accepts an assertion that was changed');
    if (!isAccepted) return;
    expect(change.by === 'client', 'accepts the assertion of a thief');
    const { iss, sub, aud, exp } = partOf(assertion, 1);
    expect(
      [iss, sub].every((name) => String(name).toLowerCase() === clientId),
      'accepts an assertion of somebody else',
    );
    const [audience, ...others] = Array.isArray(aud) ? (aud as readonly unknown[]) : [aud];
    expect(
      others.length === 0 && String(audience).toLowerCase().startsWith(`${publicOrigin}/`),
      'accepts an assertion for somebody else',
    );
    expect(Number(exp) > nowMs / 1000 - 300 && Number(exp) <= nowMs / 1000 + 3900, 'accepts an assertion for ever');
    expect(partOf(String(reply?.['access_token']), 1)['azp'] === clientId, 'takes the client for another');
  },
});

/** The token endpoint, end to end. */
export const tokenRequestTargets: readonly FuzzTarget[] = [tokenRequest, assertions];

function honestForm(
  authority: FuzzAuthority,
  wanted: { readonly binding: 'kid' | 'jwk' | 'none'; readonly scope: string; readonly basic: boolean },
  clientId: string,
): Form {
  return [
    ['grant_type', 'client_credentials'],
    ['client_id', clientId],
    ...(wanted.basic ? [] : [['client_secret', authority.daemonSecret] as const]),
    ['scope', wanted.scope],
    ...(wanted.binding === 'none'
      ? []
      : ([
          ['token_type', 'pop'],
          ['req_cnf', buildReqCnf(wanted.binding, holder)],
        ] as const)),
    ['claims', '{"access_token":{"xms_cc":{"values":["cp1"]}}}'],
  ];
}

function signAssertion(authority: FuzzAuthority, reference: 'x5t#S256' | 'x5t' | 'x5c'): Promise<string> {
  const { raw } = new X509Certificate(authority.certificatePem);
  const named = {
    'x5t#S256': { 'x5t#S256': createHash('sha256').update(raw).digest('base64url') },
    x5t: { x5t: createHash('sha1').update(raw).digest('base64url') },
    x5c: { x5c: [raw.toString('base64')] },
  }[reference];
  const { clientId } = authority.application('daemon');
  const now = Math.floor(nowMs / 1000);
  return signCompactJws({
    key: authority.assertionKey,
    header: { typ: 'JWT', ...named },
    payload: {
      aud: `${publicOrigin}/${authority.tenantId}/oauth2/v2.0/token`,
      iss: clientId,
      sub: clientId,
      jti: randomId(),
      iat: now,
      nbf: now,
      exp: now + 600,
    },
  });
}

async function changeAssertion(
  honest: string,
  change: typeof assertionChange extends fc.Arbitrary<infer T> ? T : never,
  authority: FuzzAuthority,
): Promise<string> {
  if (change.of === 'mutant') return mutateJws(honest, change.mutation);
  const [header, payload] = honest.split('.');
  const input =
    change.of === 'claims'
      ? `${header}.${encodePart(editJson(partOf(honest, 1), change.edits))}`
      : `${encodePart(editJson(partOf(honest, 0), change.edits))}.${payload}`;
  const signature = await (change.by === 'client' ? authority.assertionKey : keys.rsaThief).sign(
    new TextEncoder().encode(input),
  );
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
