import { createHash } from 'node:crypto';
import { isJsonObject } from '@holdfast/core';
import { canarySecret, findSecret, type Secret, secret, textsIn } from '@holdfast/testing';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editForm, type Form, type FormEdit, formEdit, writeForm, writing } from '../mutate/form.ts';
import { editHeaders, type HeaderLines, headerEdits } from '../mutate/header-lines.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';
import { keptSecrets } from '../secrets/check-no-secret.ts';

const redirectUri = 'http://localhost:5173/';
const challenge = createHash('sha256').update('a verifier').digest('base64url');
const state = 'state | of ünicode';

// Names and values of this endpoint, which the edits of token requests do not know.
const ownEdit: fc.Arbitrary<FormEdit> = fc.tuple(formEdit, fc.boolean()).chain(([edit, isOwn]) =>
  isOwn
    ? fc
        .record({
          name: fc.constantFrom(
            'redirect_uri',
            'state',
            'prompt',
            'code_challenge',
            'response_mode',
            'request',
            'sid',
            'flow',
          ),
          value: fc.oneof(
            fc.constantFrom(
              'https://thief.example/',
              `${redirectUri}@thief.example`,
              'none',
              'plain',
              'query',
              'form_post',
            ),
            piece,
          ),
        })
        .map((own) => ({ ...edit, ...own }))
    : fc.constant(edit),
);

const requests = defineTarget({
  name: 'authority/authorize',
  shortRuns: 200,
  arbitrary: fc.record({
    edits: fc.array(ownEdit, { maxLength: 3 }),
    writing,
    text: fc.option(textEdits, { freq: 1 }),
    headers: fc.option(headerEdits, { freq: 1 }),
    tenant: fc.constantFrom('contoso.example', 'common', 'fabrikam.example', '__proto__'),
    by: fc.constantFrom('query' as const, 'body' as const, 'both' as const),
    isSilent: fc.boolean(),
  }),
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const cookie = await sessionCookie(authority);
    const form = input.edits.reduce(editForm, honestRequest(authority, input.isSilent));
    const written = writeForm(form, input.writing);
    const text = input.text === null ? written : editText(written, input.text);
    const at = input.by === 'both' ? Math.floor(form.length / 2) : input.by === 'query' ? form.length : 0;
    const isWhole = input.by !== 'both';
    const query = isWhole ? (at > 0 ? text : '') : writeForm(form.slice(0, at), input.writing);
    const body = isWhole ? (at > 0 ? undefined : text) : writeForm(form.slice(at), input.writing);
    const lines: HeaderLines = [
      ['host', 'thief.example'],
      ['cookie', `${cookie.name}=${cookie.value}`],
      ...(body === undefined ? [] : [['content-type', 'application/x-www-form-urlencoded'] as const]),
    ];
    const outcome = await attempt(() =>
      exchange({
        port: authority.stsPort,
        method: body === undefined ? 'GET' : 'POST',
        path: `/${input.tenant}/oauth2/v2.0/authorize?${query}`,
        headers: input.headers === null ? lines : editHeaders(lines, input.headers),
        body,
      }),
    );
    expect(outcome.accepted, 'the exchange itself failed');
    authority.expectCalmEvents();
    const answer = outcome.value;
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined) return;
    expectHarmless(answer, [secret('session', cookie.value)]);
    const code = codeIn(answer);
    if (code !== undefined) expectEarned(new URLSearchParams(`${query}&${body ?? ''}`), authority);
  },
});

const formEdits = fc.oneof(
  fc.record({ of: fc.constant('fields' as const), edits: fc.array(formEdit, { minLength: 1, maxLength: 3 }) }),
  fc.record({ of: fc.constant('flow' as const), edits: textEdits }),
  fc.record({ of: fc.constant('anti_forgery' as const), edits: textEdits }),
  fc.record({ of: fc.constant('cookie' as const), edits: textEdits }),
  fc.record({ of: fc.constant('site' as const), edits: textEdits }),
);

// The form of an honest page, changed: nobody is signed in but by a form that is whole, of the right browser, and of our own page.
const forms = defineTarget({
  name: 'authority/sign-in-form',
  shortRuns: 150,
  arbitrary: formEdits,
  run: async (change) => {
    const authority = await openFuzzAuthority();
    const page = await exchange({
      port: authority.stsPort,
      method: 'GET',
      path: `/contoso.example/oauth2/v2.0/authorize?${writeForm(honestRequest(authority, false), 'form')}`,
      headers: [['host', 'x']],
    });
    expect(typeof page !== 'string' && page.status === 200, 'shows no page');
    const cookie = (page.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    const honest: Form = [
      ['flow', fieldIn(page.body, 'flow')],
      ['anti_forgery', fieldIn(page.body, 'anti_forgery')],
      ['user', 'ada@contoso.example'],
    ];
    const edit = (name: string, text: string): string =>
      change.of === name
        ? editText(text, change.edits as typeof textEdits extends fc.Arbitrary<infer T> ? T : never)
        : text;
    const form =
      change.of === 'fields'
        ? change.edits.reduce(editForm, honest)
        : honest.map(([name, value]): [string, string] => [name, edit(name, value)]);
    const [sentCookie, site] = [edit('cookie', cookie), edit('site', 'same-origin')];
    const answer = await exchange({
      port: authority.stsPort,
      method: 'POST',
      path: '/contoso.example/oauth2/v2.0/authorize',
      headers: [
        ['host', 'x'],
        ['content-type', 'application/x-www-form-urlencoded'],
        ['cookie', sentCookie],
        ['sec-fetch-site', site],
      ],
      body: writeForm(form, 'form'),
    });
    authority.expectCalmEvents();
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined) return;
    expectHarmless(answer, []);
    if (answer.headers['set-cookie'] === undefined || codeIn(answer) === undefined) return;
    const sent = new Map(form);
    expect(site.trim() === 'same-origin', 'signs somebody in for a page of another site');
    expect(
      sentCookie.split(';').some((pair) => pair.trim() === cookie),
      'signs somebody in whose browser is another',
    );
    for (const name of ['flow', 'anti_forgery']) {
      expect(sent.get(name) === new Map(honest).get(name), `takes another ${name}`);
    }
  },
});

/** The authorization endpoint, for clients and for the forms of its pages. */
export const authorizeTargets: readonly FuzzTarget[] = [requests, forms];

function honestRequest(authority: FuzzAuthority, isSilent: boolean): Form {
  return [
    ['client_id', authority.application('page').clientId],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['response_mode', 'fragment'],
    ['scope', 'api://orders/read openid profile'],
    ['state', state],
    ['nonce', 'nonce'],
    ['code_challenge', challenge],
    ['code_challenge_method', 'S256'],
    ['claims', '{"access_token":{"xms_cc":{"values":["cp1"]}}}'],
    ...(isSilent ? ([['prompt', 'none']] as const) : []),
  ];
}

let session: Promise<{ readonly name: string; readonly value: string }> | undefined;

function sessionCookie(authority: FuzzAuthority): Promise<{ readonly name: string; readonly value: string }> {
  session ??= signIn(authority);
  return session;
}

async function signIn({ adminPort, adminKey }: FuzzAuthority): Promise<{ name: string; value: string }> {
  const answer = await exchange({
    port: adminPort,
    method: 'POST',
    path: '/sessions',
    headers: [
      ['host', `127.0.0.1:${adminPort}`],
      ['authorization', `Bearer ${adminKey}`],
      ['content-type', 'application/json'],
    ],
    body: '{"username":"ada@contoso.example"}',
  });
  const cookie: unknown = typeof answer === 'string' ? undefined : JSON.parse(answer.body);
  if (!isJsonObject(cookie)) throw new Error('nobody is signed in');
  return { name: String(cookie['name']), value: String(cookie['value']) };
}

// Whatever was sent: an answer goes to the registered address or nowhere, pages are ours alone, and nothing secret is shown.
function expectHarmless({ status, headers, body }: RawResponse, secrets: readonly Secret[]): void {
  expect(status < 500, 'fails at something that nobody foresaw');
  const { location } = headers;
  if (location !== undefined) {
    expect(status === 302 || status === 303, 'sends people on in a way of its own');
    expect(
      location.startsWith(redirectUri) && '#?'.includes(location[redirectUri.length] ?? ' '),
      'is an open redirect',
    );
  }
  const isPage = headers['content-type']?.startsWith('text/html') === true;
  expect(
    !isPage || String(headers['content-security-policy']).includes("frame-ancestors 'none'"),
    'lets a page be framed',
  );
  expect(!isPage || headers['access-control-allow-origin'] === undefined, 'lets any page read its pages');
  for (const [, action = ''] of body.matchAll(/<form method="post" action="([^"]*)"/g)) {
    expect(action === redirectUri || action.startsWith('/'), 'has a form that goes elsewhere');
  }
  expect(!body.includes('thief.example"'), 'shows an address that a request made up');
  // What was sent goes back to whoever sent it, as state and as a hint: the canary among it.
  const hidden = [...keptSecrets().filter((one) => one !== canarySecret), ...secrets];
  expect(findSecret(textsIn([headers.location, body]), hidden) === undefined, 'shows a secret');
}

function codeIn({ headers, body }: RawResponse): string | undefined {
  const text = headers.location?.slice(redirectUri.length + 1) ?? '';
  return new URLSearchParams(text).get('code') ?? /name="code" value="([^"]+)"/.exec(body)?.[1];
}

function fieldIn(body: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(body)?.[1] ?? '';
}

// A code was asked for by the application that it is for, once in each respect, with a proof key, and without a wish that was dropped.
function expectEarned(sent: URLSearchParams, authority: FuzzAuthority): void {
  for (const name of [
    'client_id',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
    'nonce',
    'code_challenge',
    'claims',
  ]) {
    expect(sent.getAll(name).length <= 1, 'reads a parameter that is there twice');
  }
  expect(sent.get('client_id')?.toLowerCase() === authority.application('page').clientId, 'gives a code to nobody');
  expect(sent.get('redirect_uri') === redirectUri, 'takes another address for the registered one');
  expect(sent.get('response_type') === 'code', 'answers another response type with a code');
  expect(sent.get('code_challenge_method') === 'S256', 'takes a plain proof key');
  expect(/^[\w-]{43}$/.test(sent.get('code_challenge') ?? ''), 'gives a code without a proof key');
  for (const name of ['token_type', 'req_cnf', 'dpop_jkt', 'request', 'request_uri']) {
    expect((sent.get(name) ?? '') === '' || !sent.has(name), `drops ${name} without a word`);
  }
}
