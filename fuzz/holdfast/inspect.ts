import {
  buildReqCnf,
  decodeCompactJws,
  decodeSignedHttpRequest,
  encodeClaimsChallenge,
  HoldfastError,
  parsePublicJwk,
} from '@holdfast/core';
import { findSecret, type Secret, secret } from '@holdfast/testing';
import fc from 'fast-check';
import { type Explanation, flatten } from '../../packages/holdfast/src/inspect/facts/explanation.ts';
import { subjectOf } from '../../packages/holdfast/src/inspect/facts/kind.ts';
import { type Question, readAddress } from '../../packages/holdfast/src/inspect/facts/question.ts';
import { explain } from '../../packages/holdfast/src/inspect/kinds/explain.ts';
import { showJson } from '../../packages/holdfast/src/inspect/show/show-json.ts';
import { showPlain } from '../../packages/holdfast/src/inspect/show/show-plain.ts';
import { openX509 } from '../../packages/holdfast/src/inspect/x509/open-x509.ts';
import { parseEnvText } from '../../packages/holdfast/src/settings/env-text.ts';
import { apiOrigin, claims, keySet, mint, nowMs, prove } from '../artefacts/api.ts';
import { certificatePem, privateKeyPem } from '../artefacts/certificate.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { jwsMutation, mutateJws } from '../mutate/jws.ts';
import { mutantsOf } from '../mutate/text.ts';

// Loading it takes longer than any input may.
await openX509();

const accessToken = await mint({ ...claims, cnf: { kid: keys.holder.thumbprint } });
const proof = await prove({ accessToken, key: keys.holder, method: 'GET', target: '/orders?limit=3' });
const question: Question = {
  now: nowMs / 1000,
  request: { method: 'GET', address: readAddress(`${apiOrigin}/orders?limit=3`), headers: [] },
  trusted: { keys: [{ kid: 'issuer-1', jwk: keys.issuer.jwk }] },
};
const plain = (text: string): string => text;
const page = { columns: 80, style: { title: plain, quiet: plain, good: plain, bad: plain, doubtful: plain } };
const privatePart = secret('private key', privateKeyPem.replaceAll(/-----.*-----|\n/g, ''));

/** Inspects a text and checks what must hold for every report. */
async function inspect(text: string, secrets: readonly Secret[]): Promise<Explanation> {
  const outcome = await attempt(() => explain(subjectOf(text), question));
  expect(outcome.accepted, 'refuses to explain');
  const shown = [showPlain(outcome.value, page), showJson(outcome.value)];
  for (const report of shown) {
    expect(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(report.replaceAll('\n', '')), 'writes a control to the terminal');
    expect(findSecret(report, secrets) === undefined, 'shows a secret');
  }
  expect(typeof JSON.parse(shown[1] ?? '') === 'object', 'writes no JSON');
  return outcome.value;
}

function isWrong(explanation: Explanation): boolean {
  return flatten(explanation).some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
}

function refuses(parse: () => unknown): boolean {
  try {
    parse();
    return false;
  } catch (error) {
    if (error instanceof HoldfastError) return true;
    throw error;
  }
}

const signed = defineTarget({
  name: 'holdfast/inspect-signed',
  shortRuns: 400,
  arbitrary: fc.record({ what: fc.constantFrom('token', 'proof'), mutation: fc.option(jwsMutation, { freq: 20 }) }),
  run: async ({ what, mutation }) => {
    const original = what === 'token' ? accessToken : proof;
    const text = mutation === null ? original : mutateJws(original, mutation);
    const secrets = [secret('signature', original.split('.')[2] ?? ''), secret('access token', accessToken)];
    const explanation = await inspect(text, text === original ? secrets : []);
    if (text === original) expect(!isWrong(explanation), 'finds something wrong where nothing is');
    else if (text.trim() !== original) expect(isWrong(explanation), 'finds nothing wrong with what was changed');
    const decode = what === 'token' ? decodeCompactJws : decodeSignedHttpRequest;
    if (refuses(() => decode(text.trim())))
      expect(isWrong(explanation), 'finds nothing wrong with what the front door refuses');
  },
});

const anything = defineTarget({
  name: 'holdfast/inspect-anything',
  shortRuns: 600,
  arbitrary: mutantsOf(
    accessToken,
    proof,
    `Authorization: PoP ${proof}`,
    `GET /orders?limit=3 HTTP/1.1\r\nhost: api.example:8490\r\nauthorization: PoP ${proof}\r\n\r\n`,
    'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: PoP nonce="abc"\r\nwww-authenticate: Bearer error="x"\r\n\r\n',
    'WWW-Authenticate: PoP nonce="abc", Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="',
    'Authentication-Info: nextnonce="abc"',
    buildReqCnf('kid', keys.holder),
    buildReqCnf('jwk', keys.rsaHolder),
    encodeClaimsChallenge({ access_token: { nbf: { essential: true, value: '1604106651' } } }),
    '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
    JSON.stringify(keys.rsaHolder.jwk),
    JSON.stringify(keySet),
    JSON.stringify({ cnf: { jwk: keys.holder.jwk } }),
    JSON.stringify({ token_type: 'pop', access_token: accessToken }),
    certificatePem,
    certificatePem.replaceAll(/-----.*-----|\n/g, ''),
    keys.holder.thumbprint,
  ),
  run: async (text) => {
    await inspect(text, []);
  },
});

const privateKey = defineTarget({
  name: 'holdfast/inspect-private-key',
  shortRuns: 200,
  arbitrary: mutantsOf(privateKeyPem),
  run: async (text) => {
    const explanation = await inspect(text, [privatePart]);
    if (explanation.kind === 'private-key') expect(isWrong(explanation), 'says nothing of a private key');
  },
});

const publicKey = defineTarget({
  name: 'holdfast/inspect-jwk',
  shortRuns: 300,
  arbitrary: mutantsOf(JSON.stringify(keys.holder.jwk), JSON.stringify(keys.rsaHolder.jwk)),
  run: async (text) => {
    const explanation = await inspect(text, []);
    if (explanation.kind !== 'jwk') return;
    const refused = refuses(() => parsePublicJwk(JSON.parse(text)));
    expect(!refused || isWrong(explanation), 'finds nothing wrong with a key that is refused');
  },
});

const envText = defineTarget({
  name: 'holdfast/env-file',
  shortRuns: 300,
  arbitrary: mutantsOf("AZURE_CLIENT_SECRET='it'\\''s'\nNODE_EXTRA_CA_CERTS=/etc/ca.pem\n", '# comment\nexport A=b\n'),
  run: async (text) => {
    const outcome = await attempt(() => parseEnvText(text));
    if (!outcome.accepted) return;
    const values = Object.values(outcome.value).map((value) => value ?? '');
    expect(
      values.every((value) => !value.includes('\n')),
      'reads a value over several lines',
    );
  },
});

/** The readers of the command line's tools. */
export const inspectTargets: readonly FuzzTarget[] = [signed, anything, privateKey, publicKey, envText];
