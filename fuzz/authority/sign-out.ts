import { findSecret, secret, textsIn } from '@holdfast/testing';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editForm, type Form, type FormEdit, formEdit, writeForm, writing } from '../mutate/form.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';

const home = 'http://localhost:5173/';
const username = 'ada@contoso.example';

const ownNames = ['post_logout_redirect_uri', 'state', 'id_token_hint', 'logout_hint', 'client_id', 'sign_out'];
const ownEdit: fc.Arbitrary<FormEdit> = fc
  .record({
    edit: formEdit,
    name: fc.constantFrom(...ownNames),
    value: fc.oneof(fc.constantFrom(`${home}@thief.example`, 'https://thief.example/', 'yes', username), piece),
  })
  .map(({ edit, name, value }) => ({ ...edit, name, value }));

// A request that nobody vouches for, whatever is written into it: it ends no session, and leads to the registered address at most.
const requests = defineTarget({
  name: 'authority/sign-out',
  shortRuns: 150,
  arbitrary: fc.record({
    edits: fc.array(ownEdit, { maxLength: 4 }),
    writing,
    text: fc.option(textEdits, { freq: 1 }),
    by: fc.constantFrom('query' as const, 'body' as const),
    isSignedIn: fc.boolean(),
  }),
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const cookie = await sessionCookie(authority);
    const wasSignedIn = await isSignedIn(authority, cookie);
    const written = writeForm(input.edits.reduce(editForm, honestRequest), input.writing);
    const text = input.text === null ? written : editText(written, input.text);
    const answer = await exchange({
      port: authority.stsPort,
      method: input.by === 'query' ? 'GET' : 'POST',
      path: `/contoso.example/oauth2/v2.0/logout${input.by === 'query' ? `?${text}` : ''}`,
      headers: [
        ['host', 'thief.example'],
        ...(input.isSignedIn ? [['cookie', cookie] as const] : []),
        ...(input.by === 'body' ? [['content-type', 'application/x-www-form-urlencoded'] as const] : []),
      ],
      body: input.by === 'body' ? text : undefined,
    });
    authority.expectCalmEvents();
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined) return;
    expectHarmless(answer, cookie);
    if (!input.isSignedIn || !wasSignedIn) return;
    expect(answer.headers.location === undefined, 'leads away before anybody was asked');
    expect(answer.headers['set-cookie'] === undefined, 'takes a cookie back that nobody gave up');
    expect(await isSignedIn(authority, cookie), 'ends a session that nobody wanted to end');
  },
});

/** The end of a session, asked for by pages of others. */
export const signOutTargets: readonly FuzzTarget[] = [requests];

const honestRequest: Form = [
  ['post_logout_redirect_uri', home],
  ['state', 'state'],
  ['logout_hint', username],
];

function expectHarmless(answer: RawResponse, cookie: string): void {
  expect(answer.status < 500, 'fails at something that nobody foresaw');
  const { location } = answer.headers;
  const isRegistered = location === undefined || location === home || location.startsWith(`${home}?state=`);
  expect(isRegistered, 'leads to an address that is not registered');
  expect(
    answer.headers['access-control-allow-origin'] === undefined || answer.status >= 400,
    'is for any page to read',
  );
  const shown = findSecret(textsIn(answer), [secret('session', cookie.slice(cookie.indexOf('=') + 1))]);
  expect(shown === undefined, 'shows the cookie of a session');
}

async function isSignedIn({ stsPort, application }: FuzzAuthority, cookie: string): Promise<boolean> {
  const asked: Form = [
    ['client_id', application('page').clientId],
    ['redirect_uri', home],
    ['response_type', 'code'],
    ['scope', 'openid'],
    ['prompt', 'none'],
    ['code_challenge', 'A'.repeat(43)],
    ['code_challenge_method', 'S256'],
  ];
  const path = `/contoso.example/oauth2/v2.0/authorize?${writeForm(asked, 'form')}`;
  const headers = [
    ['host', 'x'],
    ['cookie', cookie],
  ] as const;
  const answer = await exchange({ port: stsPort, method: 'GET', path, headers });
  return typeof answer !== 'string' && (answer.headers.location ?? '').includes('code=');
}

let session: Promise<string> | undefined;

function sessionCookie(authority: FuzzAuthority): Promise<string> {
  session ??= signIn(authority);
  return session;
}

async function signIn(authority: FuzzAuthority): Promise<string> {
  const { adminPort, adminKey } = authority;
  const answer = await exchange({
    port: adminPort,
    method: 'POST',
    path: '/sessions',
    headers: [
      ['host', `127.0.0.1:${adminPort}`],
      ['authorization', `Bearer ${adminKey}`],
      ['content-type', 'application/json'],
    ],
    body: JSON.stringify({ username }),
  });
  expect(typeof answer !== 'string' && answer.status === 201, 'the admin service begins no session');
  const { name, value } = JSON.parse(answer.body) as { readonly name: string; readonly value: string };
  const cookie = `${name}=${value}`;
  expect(await isSignedIn(authority, cookie), 'begins a session that nobody is in');
  return cookie;
}
