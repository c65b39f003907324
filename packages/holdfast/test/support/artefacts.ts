import { encodeBase64url, encodeUtf8, type JsonObject, type SigningKey } from '@holdfast/core';
import type { Explanation } from '../../src/inspect/facts/explanation.ts';
import { flatten } from '../../src/inspect/facts/explanation.ts';
import { subjectOf } from '../../src/inspect/facts/kind.ts';
import type { Question } from '../../src/inspect/facts/question.ts';
import { explain } from '../../src/inspect/kinds/explain.ts';

/** 2026-06-01T12:00:00Z: everything that tests inspect is judged as of then. */
export const now = 1_780_315_200;

export const tenant = '8e1f9a0e-0000-4000-8000-5f2d3c4b5a69';

/** An access token of v2 with nothing wrong in it, but that it is bound to nothing. */
export const tokenClaims: JsonObject = {
  iss: `https://localhost:8443/${tenant}/v2.0`,
  aud: 'api://orders',
  sub: 'subject',
  tid: tenant,
  azp: '11111111-2222-4333-8444-555555555555',
  azpacr: '1',
  ver: '2.0',
  iat: now - 60,
  nbf: now - 60,
  exp: now + 3600,
  roles: ['Orders.Read'],
};

/** Signs any two texts as header and payload: the library would not write most of them. */
export async function forge(
  header: string | JsonObject,
  payload: string | JsonObject,
  key?: SigningKey,
): Promise<string> {
  const input = [header, payload].map(toPart).join('.');
  const signature = key === undefined ? new Uint8Array(256) : await key.sign(encodeUtf8(input));
  return `${input}.${encodeBase64url(signature)}`;
}

/** Inspects a text as of {@link now}. */
export function look(text: string, question: Partial<Question> = {}): Promise<Explanation> {
  return explain(subjectOf(text), { now, ...question });
}

/** The codes of what is found, everywhere, of one severity or of errors and warnings. */
export function codesOf(
  explanation: Explanation,
  severities: readonly string[] = ['error', 'warning'],
): readonly string[] {
  const findings = flatten(explanation).flatMap(({ findings: own }) => own);
  return findings.filter(({ severity }) => severities.includes(severity)).map(({ code }) => code);
}

function toPart(part: string | JsonObject): string {
  return encodeBase64url(encodeUtf8(typeof part === 'string' ? part : JSON.stringify(part)));
}
