import { createHash } from 'node:crypto';
import { buildReqCnf, isJsonObject, type JsonObject } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority, publicOrigin } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { keys } from '../artefacts/keys.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editForm, type Form, formEdit, writeForm, writing } from '../mutate/form.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { expectProperAnswer } from './answers.ts';

const { holder } = keys;
const redirectUri = 'http://localhost:5173/';
const ownOrigin = 'http://localhost:5173';
const verifier = 'a-verifier-of-forty-three-letters-or-a-few-more';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const scope = 'openid offline_access api://orders/read';

type Page = 'page' | 'bound-page';

const wish = fc.record({
  grant: fc.constantFrom('authorization_code' as const, 'refresh_token' as const),
  page: fc.constantFrom<Page>('page', 'bound-page'),
  isBound: fc.boolean(),
  edits: fc.array(formEdit, { maxLength: 3 }),
  writing,
  /** Changes of the code or refresh token itself. */
  shown: fc.option(textEdits, { freq: 1 }),
  origin: fc.oneof(
    { weight: 5, arbitrary: fc.constant(ownOrigin) },
    fc.constantFrom(undefined, 'null', `${ownOrigin}0`, `${ownOrigin}.evil.example`, 'https://localhost:5173'),
  ),
});

const userGrant = defineTarget({
  name: 'authority/user-grant',
  shortRuns: 80,
  arbitrary: wish,
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const { clientId } = authority.application(input.page);
    const code = await fetchCode(authority, clientId);
    const family = input.grant === 'refresh_token' ? await redeem(authority, clientId, code) : undefined;
    const honest = family?.refreshToken ?? code;
    const shown = input.shown === null ? honest : editText(honest, input.shown);
    const form = input.edits.reduce(editForm, honestForm({ ...input, clientId, shown }));
    const body = writeForm(form, input.writing);
    const secrets = [secret('code', code), secret('verifier', verifier), secret('refresh token', honest)];
    const answer = await send(authority, body, input.origin);
    const reply = expectProperAnswer(answer, authority, secrets);
    expect(answer.headers['access-control-allow-origin'] === '*', 'hides an answer from the page that asked');
    if (answer.status === 200 && reply?.['access_token'] !== undefined) {
      expect(input.origin === ownOrigin, 'redeems for a page of somebody else');
      expectEarned(new URLSearchParams(body), reply, { clientId, honest, page: input.page });
      await expectUsedUp(authority, body, reply);
    }
  },
});

// Only who has all of it gets tokens, and they are bound as was asked and as must be.
function expectEarned(
  form: URLSearchParams,
  reply: JsonObject,
  known: { readonly clientId: string; readonly honest: string; readonly page: Page },
): void {
  for (const name of form.keys()) {
    const isKnown = ['code', 'refresh_token', 'code_verifier', 'redirect_uri', 'client_id', 'token_type', 'req_cnf'];
    if (isKnown.includes(name)) expect(form.getAll(name).length === 1, 'reads a parameter that is there twice');
  }
  const grant = form.get('grant_type');
  // The only grants of an application without a credential.
  expect(grant === 'authorization_code' || grant === 'refresh_token', 'gives tokens to nobody');
  expect(form.get('client_id')?.toLowerCase() === known.clientId, 'redeems for another application');
  expect(!form.has('client_secret') || form.get('client_secret') === '', 'takes a credential of a public application');
  if (grant === 'authorization_code') {
    expect(form.get('code') === known.honest, 'redeems a code that it never gave');
    expect(form.get('code_verifier') === verifier, 'takes another verifier');
    expect(form.get('redirect_uri') === redirectUri, 'redeems for another address');
  } else expect(form.get('refresh_token') === known.honest, 'renews with a token that it never gave');
  const claims = claimsOf(reply);
  expect(String(claims['iss']).startsWith(`${publicOrigin}/`), 'lets a request name the issuer');
  expect(typeof claims['scp'] === 'string' && claims['roles'] === undefined, 'takes a user for an application');
  const isBound = form.has('token_type') || form.has('req_cnf');
  expect(isBound || known.page !== 'bound-page', 'gives an unbound token where bound ones are required');
  expect(isBound === (reply['token_type'] === 'pop'), 'answers a wish for a bound token with another');
  expect(isBound === isJsonObject(claims['cnf']), 'binds what nobody asked for, or does not');
}

// Whatever was redeemed is worth nothing any more, and trying ends what came of it.
async function expectUsedUp(authority: FuzzAuthority, body: string, first: JsonObject): Promise<void> {
  const again = await send(authority, body, ownOrigin);
  const reply = expectProperAnswer(again, authority);
  expect(again.status === 400 && reply?.['error'] === 'invalid_grant', 'redeems twice');
  const next = String(first['refresh_token']);
  const { azp, appid } = claimsOf(first);
  const renewal = `grant_type=refresh_token&client_id=${String(azp ?? appid)}&refresh_token=${next}`;
  const ended = await send(authority, renewal, ownOrigin);
  expect(ended.status === 400, 'lets a family live on that two have had a part of');
}

function claimsOf(reply: JsonObject): JsonObject {
  const [, payload = ''] = String(reply['access_token']).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject;
}

function honestForm(facts: {
  readonly grant: 'authorization_code' | 'refresh_token';
  readonly isBound: boolean;
  readonly clientId: string;
  readonly shown: string;
}): Form {
  const { grant, isBound, clientId, shown } = facts;
  return [
    ['grant_type', grant],
    ['client_id', clientId],
    ...(grant === 'authorization_code'
      ? ([
          ['code', shown],
          ['redirect_uri', redirectUri],
          ['code_verifier', verifier],
        ] as const)
      : ([['refresh_token', shown]] as const)),
    ...(isBound
      ? ([
          ['token_type', 'pop'],
          ['req_cnf', buildReqCnf('kid', holder)],
        ] as const)
      : []),
    ['client_info', '1'],
  ];
}

async function redeem(
  authority: FuzzAuthority,
  clientId: string,
  code: string,
): Promise<{ readonly refreshToken: string }> {
  const form = honestForm({ grant: 'authorization_code', isBound: true, clientId, shown: code });
  const reply = expectProperAnswer(await send(authority, writeForm(form, 'form'), ownOrigin), authority);
  return { refreshToken: String(reply?.['refresh_token']) };
}

async function send(authority: FuzzAuthority, body: string, origin: string | undefined): Promise<RawResponse> {
  const answer = await exchange({
    port: authority.stsPort,
    method: 'POST',
    path: `/${authority.tenantId}/oauth2/v2.0/token`,
    headers: [
      ['host', 'x'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ...(origin === undefined ? [] : ([['origin', origin]] as const)),
    ],
    body,
  });
  expect(typeof answer !== 'string', 'gives no answer');
  return answer;
}

async function fetchCode(authority: FuzzAuthority, clientId: string): Promise<string> {
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    prompt: 'none',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const answer = await exchange({
    port: authority.stsPort,
    method: 'GET',
    path: `/${authority.tenantId}/oauth2/v2.0/authorize?${query.toString()}`,
    headers: [
      ['host', 'x'],
      ['cookie', await authority.sessionCookie()],
    ],
  });
  const location = typeof answer === 'string' ? undefined : answer.headers.location;
  const code = location === undefined ? null : new URL(location).searchParams.get('code');
  expect(code !== null, 'gives no code to somebody who is signed in');
  return code;
}

/** Codes and refresh tokens at the token endpoint, end to end. */
export const userGrantTargets: readonly FuzzTarget[] = [userGrant];
