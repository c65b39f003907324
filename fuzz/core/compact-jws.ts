import {
  decodeCompactJws,
  encodeBase64url,
  encodeUtf8,
  importVerificationKey,
  type JsonObject,
  type SigningKey,
  signCompactJws,
  type VerificationKey,
  verifyCompactJws,
} from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { encodePart, jwsMutation, mutateJws, partOf } from '../mutate/jws.ts';
import { mutantsOf } from '../mutate/text.ts';

interface Signer {
  readonly key: SigningKey;
  readonly verifier: VerificationKey;
  readonly token: string;
}

const payload: JsonObject = { iss: 'https://login.example', aud: 'api://orders', exp: 2_000_000_000, name: 'ä€😀' };

async function signer(key: SigningKey): Promise<Signer> {
  const token = await signCompactJws({ key, header: { typ: 'JWT', kid: 'one', x5t: 'AAAA' }, payload });
  return { key, token, verifier: await importVerificationKey(key.jwk, key.alg) };
}

const signers = await Promise.all([keys.issuer, keys.holder, keys.pssHolder].map(signer));
const secrets = signers.map(({ token, key }) => secret(`${key.alg} token`, token));
const anySigner = fc.constantFrom(...signers);

const mutants = defineTarget({
  name: 'core/jws',
  shortRuns: 500,
  arbitrary: fc.tuple(anySigner, jwsMutation),
  run: async ([{ token, verifier }, mutation]) => {
    const mutant = mutateJws(token, mutation);
    const outcome = await attempt(() => verifyCompactJws(mutant, { key: verifier }), { secrets });
    expect(outcome.accepted === (mutant === token), 'accepts a token that was changed, or refuses one that was not');
  },
});

const allowed = ['alg', 'typ', 'kid', 'x5t', 'x5t#S256'];

// An honest signer with a strange header, and a thief who claims to be the signer.
const headers = defineTarget({
  name: 'core/jws-header',
  shortRuns: 200,
  arbitrary: fc.tuple(anySigner, fc.constantFrom('signer' as const, 'thief' as const), jsonEdits),
  run: async ([{ key, token, verifier }, who, edits]) => {
    const header = editJson(partOf(token, 0), edits);
    const input = `${encodePart(header)}.${encodePart(payload)}`;
    const signWith = who === 'signer' ? key : key.alg === 'ES256' ? keys.thief : keys.rsaThief;
    const mutant = `${input}.${encodeBase64url(await signWith.sign(encodeUtf8(input)))}`;
    const outcome = await attempt(() => verifyCompactJws(mutant, { key: verifier }), { secrets });
    if (!outcome.accepted) return;
    expect(who === 'signer', 'accepts the signature of another key');
    expect(outcome.value.header.alg === key.alg, 'accepts another algorithm');
    const names = Object.keys(header as object);
    expect(
      names.every((name) => allowed.includes(name)),
      'accepts a header member that is not on the list',
    );
  },
});

const texts = defineTarget({
  name: 'core/jws-decode',
  shortRuns: 800,
  arbitrary: mutantsOf(...signers.map(({ token }) => token), 'a.b.c', '..', 'e30.e30.AA'),
  run: async (text) => {
    const options = { allowX5c: true, relaxedX5t: true };
    const outcome = await attempt(() => decodeCompactJws(text, options), { secrets });
    if (!outcome.accepted) return;
    const { signingInput, signature } = outcome.value;
    expect(`${signingInput}.${encodeBase64url(signature)}` === text, 'accepts a second spelling');
  },
});

/** The one door for signed tokens. */
export const compactJwsTargets: readonly FuzzTarget[] = [mutants, headers, texts];
