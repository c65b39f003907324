import { isJsonObject } from '@holdfast/core';
import fc from 'fast-check';
import { nowMs, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { writeForm } from '../mutate/form.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { partOf } from '../mutate/jws.ts';
import { expectProperAnswer } from './answers.ts';

const now = Math.floor(nowMs / 1000);
const request = fc.record({
  nbf: fc.option(fc.record({ essential: fc.boolean(), value: fc.constantFrom(now, `${now}`, 0, `${now + 90}`) })),
  acrs: fc.option(fc.record({ essential: fc.boolean(), values: fc.subarray(['c1', 'c2', 'C1', '']) })),
});
/** The claims are no JSON object, the time is too far ahead, the context is not allowed. */
const refusals: readonly unknown[] = [9000410, 9900209, 53003];

// Whatever is asked for: a token that has what was essential and no context that nothing allows, or a refusal that says why.
const requestedClaims = defineTarget({
  name: 'authority/requested-claims',
  shortRuns: 120,
  arbitrary: fc.record({ request, edits: fc.option(jsonEdits), name: fc.constantFrom('access_token', 'id_token') }),
  run: async (input) => {
    const authority = await openFuzzAuthority();
    const { nbf, acrs } = input.request;
    const honest = { [input.name]: { nbf, acrs, xms_cc: { values: ['cp1'] } } };
    const claims = input.edits === null ? honest : editJson(honest, input.edits);
    const answer = await exchange({
      port: authority.stsPort,
      method: 'POST',
      path: `/${authority.tenantId}/oauth2/v2.0/token`,
      headers: [
        ['host', 'x'],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: writeForm(
        [
          ['grant_type', 'client_credentials'],
          ['client_id', authority.application('daemon').clientId],
          ['client_secret', authority.daemonSecret],
          ['scope', 'api://orders/.default'],
          ['claims', JSON.stringify(claims) ?? ''],
        ],
        'form',
      ),
    });
    expect(typeof answer !== 'string', 'gives no answer');
    const reply = expectProperAnswer(answer, authority, []);
    const codes = reply?.['error_codes'];
    if (answer.status !== 200) {
      return expect(Array.isArray(codes) && refusals.includes(codes[0]), 'refuses for another reason');
    }
    expectMet(claims, partOf(String(reply?.['access_token']), 1));
  },
});

/** The claims parameter of the token endpoint. */
export const requestedClaimsTargets: readonly FuzzTarget[] = [requestedClaims];

function expectMet(claims: unknown, token: Readonly<Record<string, unknown>>): void {
  // Nothing in the directory of these targets allows an authentication context.
  expect(token['acrs'] === undefined, 'claims a context that nobody allowed');
  const asked = isJsonObject(claims) ? claims['access_token'] : undefined;
  const [nbf, acrs] = ['nbf', 'acrs'].map((name) => (isJsonObject(asked) ? asked[name] : undefined));
  expect(!isJsonObject(acrs) || acrs['essential'] !== true, 'gives a token without what was essential');
  if (!isJsonObject(nbf) || nbf['essential'] !== true || nbf['value'] === undefined) return;
  expect(Number(token['nbf']) >= Number(nbf['value']), 'gives a token of an earlier time than was essential');
}
