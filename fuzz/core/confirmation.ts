import {
  buildReqCnf,
  encodeBase64url,
  encodeUtf8,
  isJsonObject,
  isThumbprint,
  type JsonObject,
  jwkThumbprint,
  type KeyConfirmation,
  parseCnf,
  parsePublicJwk,
  parseReqCnf,
} from '@holdfast/core';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits, jsonValue } from '../mutate/json.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

const { holder, thief, issuer } = keys;
const certificate = thief.thumbprint;

const shapes: readonly JsonObject[] = [
  { jwk: { ...holder.jwk } },
  { jwk: { ...issuer.jwk, kid: issuer.thumbprint } },
  { jwk: { ...holder.jwk, kid: 'label' }, kid: 'label', jkt: holder.thumbprint },
  { kid: holder.thumbprint },
  { kid: holder.thumbprint, xms_ksl: 'sw' },
  { jkt: holder.thumbprint, kid: holder.thumbprint },
  { 'x5t#S256': certificate },
  { kid: holder.thumbprint, 'x5t#S256': certificate },
];

const cnf = defineTarget({
  name: 'core/cnf',
  shortRuns: 600,
  arbitrary: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.constantFrom(...shapes), jsonEdits).map(([one, edits]) => editJson(one, edits)),
    },
    { weight: 1, arbitrary: jsonValue as fc.Arbitrary<unknown> },
  ),
  run: async (value) => {
    const outcome = await attempt(() => parseCnf(value));
    if (!outcome.accepted) return;
    expect(isJsonObject(value), 'accepts what is no object');
    const known = ['jwk', 'kid', 'jkt', 'x5t#S256', 'xms_ksl'];
    expect(
      Object.keys(value).every((name) => known.includes(name)),
      'accepts a confirmation that nobody enforces',
    );
    const { key, certificateThumbprint } = outcome.value;
    expect(key !== undefined || certificateThumbprint !== undefined, 'accepts a confirmation of nothing');
    expect(value['x5t#S256'] === certificateThumbprint, 'loses or invents a certificate');
    await expectAgreement(value, key);
  },
});

const requests = [buildReqCnf('kid', holder), buildReqCnf('jwk', holder), buildReqCnf('jwk', issuer)];

const reqCnf = defineTarget({
  name: 'core/req-cnf',
  shortRuns: 600,
  arbitrary: fc.oneof(
    mutantsOf(...requests),
    fc.tuple(fc.constantFrom(...requests), jsonEdits).map(([text, edits]) => encode(editJson(decode(text), edits))),
    fc
      .tuple(fc.constantFrom(...requests), textEdits)
      .map(([text, edits]) => encodeBase64url(encodeUtf8(editText(Buffer.from(text, 'base64url').toString(), edits)))),
  ),
  run: async (text) => {
    const outcome = await attempt(() => parseReqCnf(text));
    if (!outcome.accepted) return;
    expect(Buffer.from(text, 'base64url').toString('base64url') === text, 'accepts a second spelling');
    const value: unknown = decode(text);
    expect(isJsonObject(value), 'accepts what is no object');
    if (outcome.value.form === 'kid') {
      expect(
        Object.keys(value).every((name) => name === 'kid' || name === 'xms_ksl'),
        'ignores a member',
      );
      await expectAgreement({ kid: value['kid'] }, outcome.value);
    } else {
      await expectAgreement({ jwk: value }, outcome.value);
    }
  },
});

/** What a token is, or shall be, bound to. */
export const confirmationTargets: readonly FuzzTarget[] = [cnf, reqCnf];

// Every name that the confirmation gives its key must be the one thumbprint; a label of a JWK may be anything that is not one.
async function expectAgreement(value: JsonObject, key: KeyConfirmation | undefined): Promise<void> {
  const { jwk, kid, jkt } = value;
  const hasKey = jwk !== undefined || kid !== undefined || jkt !== undefined;
  expect(hasKey === (key !== undefined), 'loses or invents a key');
  if (key === undefined) return;
  const label = isJsonObject(jwk) ? jwk['kid'] : undefined;
  if (jwk !== undefined) expect((await jwkThumbprint(parsePublicJwk(jwk))) === key.thumbprint, 'names another key');
  if (jkt !== undefined) expect(jkt === key.thumbprint, 'jkt is another key');
  if (kid !== undefined) expect(kid === key.thumbprint || kid === label, 'kid is another key');
  expect(!isThumbprint(label) || label === key.thumbprint, 'a label poses as another key');
  expect(isThumbprint(key.thumbprint), 'the key has no thumbprint');
}

function decode(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString());
}

function encode(value: unknown): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value) ?? ''));
}
