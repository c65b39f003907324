import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { readAnswerText } from '../../packages/browser/src/authorize/answer-text.ts';
import { readOwnAddress } from '../../packages/browser/src/authorize/own-address.ts';
import type { PendingSignIn } from '../../packages/browser/src/authorize/pending-sign-in.ts';
import { processAnswer } from '../../packages/browser/src/authorize/process-answer.ts';
import { isIssuer } from '../../packages/browser/src/metadata/issuer.ts';
import { webAddress } from '../../packages/core/test/fixtures/wild-texts.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

const clientId = '11111111-2222-4333-8444-555555555555';
const tenant = '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69';
const state = `holdfast.popup.AAAAAAAAAAAAAAAAAAAAAA.${clientId}`;
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code = '0.AXkAcode-of-a-sign-in.AQABAAEAAAAm';
const issuers = [`https://login.example/${tenant}/v2.0`, 'https://login.example/{tenantid}/v2.0'] as const;
keepSecret(secret('code verifier', codeVerifier));
keepSecret(secret('authorization code', code));

const members = fc.record({
  iss: fc.option(fc.constantFrom(...issuers, 'https://thief.example', `https://login.example/${tenant}/v2.0/`)),
  error: fc.option(fc.constantFrom('login_required', 'access_denied', 'interaction_required', 'x'), { freq: 1 }),
  claims: fc.option(mutantsOf('{"access_token":{"acrs":{"essential":true}}}'), { freq: 1 }),
  suberror: fc.option(fc.constantFrom('basic_action', 'x'), { freq: 1 }),
  error_description: fc.option(mutantsOf('AADSTS50058: a session is needed'), { freq: 1 }),
  again: fc.option(fc.constantFrom('code', 'state', 'iss', 'client_info', 'id_token', 'response'), { freq: 1 }),
});

const answer = defineTarget({
  name: 'browser/answer',
  shortRuns: 1000,
  arbitrary: fc.record({
    members,
    edits: fc.option(textEdits),
    issuer: fc.constantFrom(...issuers),
    names: fc.boolean(),
  }),
  run: async ({ members: { again, ...said }, edits, issuer, names }) => {
    const parameters = new URLSearchParams({ code, state });
    for (const [name, value] of Object.entries(said)) if (value !== null) parameters.set(name, value);
    if (again !== null) parameters.append(again, 'x');
    const text = edits === null ? parameters.toString() : editText(parameters.toString(), edits);
    const received = readAnswerText(text);
    if (received === undefined) return;
    const pending: PendingSignIn = {
      ...{ kind: 'popup', state, nonce: 'n', codeVerifier, redirectUri: 'https://app.example/' },
      ...{ issuer, namesIssuer: names, request: {} },
    };
    const outcome = await attempt(() => processAnswer(received.parameters, pending));
    if (!outcome.accepted) return;
    const { parameters: taken } = received;
    const iss = taken.get('iss');
    expect(taken.getAll('state').join() === state, 'takes an answer to another sign-in');
    expect(iss === null ? !names : isIssuer(iss, issuer), 'takes an answer of another authority');
    expect(taken.getAll('code').length === 1 && outcome.value.code === taken.get('code'), 'takes one of two codes');
    expect(!taken.has('error') && !taken.has('id_token'), 'takes an answer that says no, or comes from another flow');
  },
});

const here = 'https://app.example/start?a=1#b';
const returnAddress = defineTarget({
  name: 'browser/return-address',
  shortRuns: 1000,
  arbitrary: fc.oneof(
    mutantsOf(here, '/orders?page=2', '//thief.example/', 'blob:https://app.example/x'),
    webAddress(),
  ),
  run: async (address) => {
    const outcome = await attempt(() => readOwnAddress(address, here));
    expect(outcome.accepted, 'refuses by throwing');
    const read = outcome.value;
    // What a page would do with it.
    expect(read === undefined || new URL(read, here).host === 'app.example', 'leads to another host');
    expect(read === undefined || read.startsWith('https://app.example/'), 'leads to another scheme');
  },
});

/** Answers of the authorization endpoint, and addresses to go to afterwards. */
export const answerTargets: readonly FuzzTarget[] = [answer, returnAddress];
