import {
  createSignedHttpRequest,
  decodeSignedHttpRequest,
  encodeBase64url,
  encodeUtf8,
  type KeyConfirmation,
  type ReceivedRequest,
  type ShrDialect,
  type SigningKey,
  signCompactJws,
  verifySignedHttpRequest,
} from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { encodePart, jwsMutation, mutateJws, partOf } from '../mutate/jws.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';
import { strictModelAccepts } from './strict-model.ts';

const nowMs = 1_900_000_000_000;
const host = 'api.example:8490';
const accessToken = await signCompactJws({
  key: keys.issuer,
  header: { typ: 'JWT', kid: 'one' },
  payload: { aud: 'api://orders', cnf: { kid: keys.holder.thumbprint } },
});
const tokenSecret = secret('access token', accessToken);

const holder = fc.constantFrom(keys.holder, keys.rsaHolder, keys.pssHolder);
const form = fc.constantFrom('jwk' as const, 'kid' as const, 'jkt' as const);
const dialects = fc.subarray<ShrDialect>(['strict', 'msal-browser', 'msal-dotnet'], { minLength: 1 });

const requests: readonly ReceivedRequest[] = [
  {
    method: 'GET',
    host,
    path: '/orders',
    query: 'limit=3&sort=name',
    headers: [['Host', host]],
    body: new Uint8Array(0),
  },
  {
    method: 'POST',
    host,
    path: '/Orders/%37',
    query: '',
    headers: [['Content-Type', 'application/json']],
    body: encodeUtf8('{}'),
  },
  { method: 'DELETE', host, path: '/', query: 'a', headers: [], body: undefined },
];

interface Situation {
  readonly key: SigningKey;
  readonly confirmation: KeyConfirmation;
  readonly request: ReceivedRequest;
  readonly proof: string;
}

const situation = fc.record({
  key: holder,
  form,
  request: fc.constantFrom(...requests),
  nonce: fc.option(fc.constant('n')),
});

async function stage(facts: {
  key: SigningKey;
  form: 'jwk' | 'kid' | 'jkt';
  request: ReceivedRequest;
  nonce: string | null;
}): Promise<Situation> {
  const { key, form: shape, request, nonce } = facts;
  const { method, path, query, headers, body } = request;
  const covered = headers.filter(([name]) => name === 'Content-Type').map(([name]) => name);
  const proof = await createSignedHttpRequest({
    accessToken,
    key,
    request: {
      method,
      url: `https://${host}${path}${query === '' ? '' : `?${query}`}`,
      headers,
      body: body === undefined || body.length === 0 ? undefined : body,
    },
    signHeaders: covered,
    nonce: nonce ?? undefined,
    clock: () => nowMs,
  });
  const confirmation: KeyConfirmation =
    shape === 'jwk'
      ? { form: shape, jwk: key.jwk, thumbprint: key.thumbprint }
      : { form: shape, thumbprint: key.thumbprint };
  return { key, confirmation, request, proof };
}

interface Circumstances {
  readonly dialects: readonly ShrDialect[];
  readonly ms?: number;
}

function verify(proof: string, { confirmation, request }: Situation, { dialects: enabled, ms = nowMs }: Circumstances) {
  const shr = decodeSignedHttpRequest(proof);
  return verifySignedHttpRequest({ shr, confirmation, request, dialects: enabled, clock: () => ms });
}

const mutants = defineTarget({
  name: 'core/shr',
  shortRuns: 250,
  arbitrary: fc.tuple(situation, jwsMutation, dialects),
  run: async ([facts, mutation, enabled]) => {
    const staged = await stage(facts);
    const secrets = [tokenSecret, secret('proof', staged.proof)];
    const mutant = mutateJws(staged.proof, mutation);
    const outcome = await attempt(() => verify(mutant, staged, { dialects: enabled }), { secrets });
    const isHonest = mutant === staged.proof && enabled.includes('strict');
    expect(outcome.accepted === isHonest, 'accepts a proof that was changed, or refuses one that was not');
  },
});

const otherRequest = fc.record({
  method: fc.option(textEdits),
  host: fc.option(textEdits),
  path: fc.option(textEdits),
  query: fc.option(textEdits),
  headers: fc.option(headerEdits),
  body: fc.option(byteEdits),
  laterSeconds: fc.constantFrom(0, 0, 299, 300, 301, -60, -61),
});

const requestsChanged = defineTarget({
  name: 'core/shr-request',
  shortRuns: 250,
  arbitrary: fc.tuple(situation, otherRequest),
  run: async ([facts, changes]) => {
    const staged = await stage(facts);
    const { request } = staged;
    const edited = (text: string, edits: Parameters<typeof editText>[1] | null) =>
      edits === null ? text : editText(text, edits);
    const sent: ReceivedRequest = {
      method: edited(request.method, changes.method),
      host: edited(request.host, changes.host),
      path: edited(request.path, changes.path),
      query: edited(request.query, changes.query),
      headers: changes.headers === null ? request.headers : editHeaders(request.headers, changes.headers),
      body: changes.body === null || request.body === undefined ? request.body : editBytes(request.body, changes.body),
    };
    const ms = nowMs + changes.laterSeconds * 1000;
    const secrets = [tokenSecret, secret('proof', staged.proof)];
    const outcome = await attempt(
      () => verify(staged.proof, { ...staged, request: sent }, { dialects: ['strict'], ms }),
      {
        secrets,
      },
    );
    const facing = { request: sent, confirmation: staged.confirmation, nowSeconds: ms / 1000 };
    const expected = await strictModelAccepts(partOf(staged.proof, 1), facing);
    expect(outcome.accepted === expected, expected ? 'refuses the signed request' : 'accepts another request');
  },
});

const claimsChanged = defineTarget({
  name: 'core/shr-claims',
  shortRuns: 250,
  arbitrary: fc.tuple(situation, jsonEdits, fc.constantFrom('holder' as const, 'thief' as const), dialects),
  run: async ([facts, edits, signer, enabled]) => {
    const staged = await stage(facts);
    const payload = editJson(partOf(staged.proof, 1), edits);
    const input = `${staged.proof.split('.')[0]}.${encodePart(payload)}`;
    const thief = staged.key.alg === 'ES256' ? keys.thief : keys.rsaThief;
    const signature = await (signer === 'holder' ? staged.key : thief).sign(encodeUtf8(input));
    const proof = `${input}.${encodeBase64url(signature)}`;
    const secrets = [tokenSecret, secret('proof', proof)];
    const outcome = await attempt(() => verify(proof, staged, { dialects: enabled }), { secrets });
    if (signer === 'thief') return expect(!outcome.accepted, 'accepts the signature of another key');
    const facing = { request: staged.request, confirmation: staged.confirmation, nowSeconds: nowMs / 1000 };
    const strict = await strictModelAccepts(payload, facing);
    if (enabled.length === 1 && enabled[0] === 'strict') {
      expect(outcome.accepted === strict, strict ? 'refuses honest claims' : 'accepts claims that do not fit');
    } else if (outcome.accepted && !strict) {
      expect(outcome.value.dialect !== 'strict', 'accepts claims that do not fit');
    }
  },
});

const decode = defineTarget({
  name: 'core/shr-decode',
  shortRuns: 500,
  arbitrary: mutantsOf(
    (await stage({ key: keys.holder, form: 'kid', request: requests[0] as ReceivedRequest, nonce: 'n' })).proof,
  ),
  run: async (text) => {
    const outcome = await attempt(() => decodeSignedHttpRequest(text), { secrets: [tokenSecret] });
    if (!outcome.accepted) return;
    const { jws, accessToken: inner } = outcome.value;
    expect(inner !== '' && jws.payload['at'] === inner && jws.header.typ === 'pop', 'accepts what is no proof');
  },
});

/** Proofs: decoded, verified against requests, and with claims that a holder or a thief changed. */
export const shrTargets: readonly FuzzTarget[] = [mutants, requestsChanged, claimsChanged, decode];
