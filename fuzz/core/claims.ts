import { isDeepStrictEqual } from 'node:util';
import {
  encodeClaimsChallenge,
  isJsonObject,
  type JsonObject,
  mergeClaims,
  parseClaimsChallenge,
  parseStrictJsonObject,
  readCapabilities,
} from '@holdfast/core';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

const request: JsonObject = {
  access_token: { nbf: { essential: true, value: '1700000000' }, xms_cc: { values: ['cp1', 'CP2'] }, 'ä?>': null },
};
const text = JSON.stringify(request);
const spellings = [text, encodeClaimsChallenge(request), Buffer.from(text).toString('base64url')];

const challenge = defineTarget({
  name: 'core/claims-challenge',
  shortRuns: 700,
  arbitrary: fc.oneof(
    mutantsOf(...spellings),
    textEdits.map((edits) => Buffer.from(editText(text, edits)).toString('base64')),
  ),
  run: async (value) => {
    const outcome = await attempt(() => parseClaimsChallenge(value));
    if (!outcome.accepted) return;
    const json = value.trimStart().startsWith('{') ? value : Buffer.from(value, 'base64').toString();
    expect(isDeepStrictEqual(parseStrictJsonObject(json), outcome.value), 'reads something else than was sent');
    const again = await attempt(() => parseClaimsChallenge(encodeClaimsChallenge(outcome.value)));
    expect(again.accepted && isDeepStrictEqual(again.value, outcome.value), 'does not read what it wrote');
  },
});

const capabilities = defineTarget({
  name: 'core/capabilities',
  shortRuns: 400,
  arbitrary: fc.tuple(jsonEdits, fc.uniqueArray(fc.constantFrom('cp1', 'CP1', 'cp2', 'llt', '__proto__'))),
  run: async ([edits, wanted]) => {
    const claims = editJson(request, edits);
    if (!isJsonObject(claims)) return;
    const outcome = await attempt(() => mergeClaims(claims, wanted));
    if (!outcome.accepted || outcome.value === undefined) return;
    const read = readCapabilities(outcome.value).map((name) => name.toLowerCase());
    expect(new Set(read).size === read.length || wanted.length === 0, 'names a capability twice');
    expect(
      wanted.every((name) => read.includes(name.toLowerCase())),
      'drops a capability',
    );
    const { access_token: _merged, ...others } = outcome.value;
    const { access_token: _original, ...before } = claims;
    expect(isDeepStrictEqual(others, before), 'changes claims it was not asked about');
  },
});

/** Claims requests and client capabilities. */
export const claimsTargets: readonly FuzzTarget[] = [challenge, capabilities];
