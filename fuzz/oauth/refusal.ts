import { encodeBase64, encodeUtf8 } from '@holdfast/core';
import { createAssertionCredential, TokenRequestRefused } from '@holdfast/oauth';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import {
  boundToken,
  clientSecret,
  createFuzzClient,
  expectSilentEvents,
  replyWith,
  scopes,
} from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

const assertion = await boundToken({ jti: 'assertion' });
keepSecret(secret('client assertion', assertion));
const secretHeld = { clientSecret, assertion };

// How an authority, or a proxy before it, may repeat what it was sent.
const spellings: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  percent: encodeURIComponent,
  form: (value) => new URLSearchParams({ client_secret: value, scope: 'x' }).toString(),
  quoted: (value) => `the value '${value}' is wrong`,
  json: (value) => JSON.stringify({ client_secret: value }),
  part: (value) => `starts with ${value.slice(0, 30)}`,
  wrapped: (value) => value.replace(/.{30}/g, '$& '),
  base64: (value) => encodeBase64(encodeUtf8(JSON.stringify({ access_token: { secret: { value } } }))),
};

const members = [
  'error',
  'error_description',
  'suberror',
  'claims',
  'trace_id',
  'correlation_id',
  'error_uri',
  'timestamp',
];

const honest = {
  error: 'invalid_client',
  error_description: 'AADSTS7000215: Invalid client secret provided.\r\nTrace ID: x',
  error_codes: [7_000_215],
  suberror: 'basic_action',
  claims: '{"access_token":{"capolids":{"essential":true}}}',
  trace_id: '11111111-2222-3333-4444-555555555555',
  correlation_id: '11111111-2222-3333-4444-555555555555',
};

const echo = fc.record({
  held: fc.constantFrom('clientSecret' as const, 'assertion' as const),
  spelling: fc.constantFrom(...Object.keys(spellings)),
  member: fc.constantFrom(...members),
  before: fc.constantFrom('', 'AADSTS50027: ', '{"a":"', 'client_secret='),
});

const refusal = defineTarget({
  name: 'oauth/refusal',
  shortRuns: 400,
  arbitrary: fc.record({
    echo: fc.option(echo, { freq: 8 }),
    members: fc.option(jsonEdits, { freq: 2 }),
    text: fc.option(textEdits, { freq: 1 }),
    status: fc.constantFrom(400, 401, 403, 404, 429, 500, 503, 302, 201),
    retryAfter: fc.constantFrom('1', '0', '99999', '-1', 'soon', 'Sun, 06 Nov 1994 08:49:37 GMT'),
  }),
  run: async ({ echo: repeats, members: edits, text, status, retryAfter }) => {
    const echoed = repeats === null ? honest : { ...honest, [repeats.member]: `${repeats.before}${speak(repeats)}` };
    const json = JSON.stringify(edits === null ? echoed : editJson(echoed, edits)) ?? '';
    const body = text === null ? json : editText(json, text);
    const client = createFuzzClient({
      token: () => replyWith(body, status, { 'retry-after': retryAfter }),
      credential: repeats?.held === 'assertion' ? createAssertionCredential(assertion) : undefined,
    });
    const outcome = await attempt(() => client.acquireTokenForClient({ scopes }));
    expectSilentEvents();
    expect(!outcome.accepted, 'takes a refusal for a success');
    const { error } = outcome;
    expect(error instanceof TokenRequestRefused && error.status === status, 'calls a refusal something else');
    const seconds = error.retryAfterSeconds;
    expect(seconds === undefined || (seconds >= 0 && seconds <= 3600), 'waits for an hour and more');
    expect(error.errorCodes.length <= 10 && (error.description ?? '').length <= 300, 'keeps as much as it is sent');
  },
});

/** Refusals of token endpoints, which may repeat what they were sent. */
export const refusalTargets: readonly FuzzTarget[] = [refusal];

function speak({ held, spelling }: { readonly held: keyof typeof secretHeld; readonly spelling: string }): string {
  return spellings[spelling]?.(secretHeld[held]) ?? '';
}
