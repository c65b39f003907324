import { aadsts } from '@holdfast/authority';
import { isJsonObject, type JsonObject } from '@holdfast/core';
import type { Secret } from '@holdfast/testing';
import type { FuzzAuthority } from '../artefacts/authority.ts';
import type { RawResponse } from '../artefacts/exchange.ts';
import { expect } from '../engine/finding.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const numbers: ReadonlySet<number> = new Set(Object.values(aadsts).map(({ code }) => code));

/** Fails unless an answer of the STS is one it gives on purpose, complete, and without a secret. Gives its JSON, where it is JSON. */
export function expectProperAnswer(
  answer: RawResponse,
  authority: FuzzAuthority,
  secrets: readonly Secret[] = [],
): JsonObject | undefined {
  authority.expectCalmEvents();
  const { status, headers, body } = answer;
  expect(status < 500, 'fails at something that nobody foresaw');
  expect(
    typeof headers['x-ms-request-id'] === 'string' && headers['x-content-type-options'] === 'nosniff',
    'forgets headers',
  );
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  const value: unknown = isJson ? JSON.parse(body) : undefined;
  if (status < 400) return isJsonObject(value) ? value : undefined;
  expect(isJsonObject(value), 'refuses without a reason');
  checkNoSecret([value, headers], secrets);
  const { error, error_description: description, error_codes: codes, trace_id: trace } = value;
  expect(
    typeof error === 'string' && typeof description === 'string' && trace === headers['x-ms-request-id'],
    'is no Entra error',
  );
  expect(
    Array.isArray(codes) && codes.length === 1 && numbers.has(codes[0] as number),
    'has a number that nobody explains',
  );
  expect(headers['cache-control'] === 'no-store', 'lets a refusal be cached');
  return value;
}
