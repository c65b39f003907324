import { isJsonObject } from '@holdfast/core';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
// By its path: no door opens a source without the client around it, which would remember tokens from one input to the next.
import { openManagedIdentitySource } from '../../packages/node/src/managed-identity-source/managed-identity-source.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits, jsonValue } from '../mutate/json.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';

const now = 1_900_000_000;
const secretHeader = `header-${canary}`;
const clientId = 'bbbbbbbb-2222-4333-8444-555555555555';
const accessToken = `e30.${Buffer.from(canary).toString('base64url')}.c2ln`;
const secrets = [secret('access token', accessToken), secret('secret header', secretHeader)];

const moment = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: now - 10, max: now + 90_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: now - 10, max: now + 90_000 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: now - 10, max: now + 90_000 }).map((at) => new Date(at * 1000).toISOString()),
  },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 4e12, noNaN: true }) },
  { weight: 1, arbitrary: jsonValue },
);
const life = fc.oneof(
  fc.integer({ min: -5, max: 90_000 }),
  fc.integer({ min: -5, max: 90_000 }).map(String),
  jsonValue,
);

function headersOf(fields: Readonly<Record<string, string | null>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    try {
      if (value !== null) headers.set(name, value);
    } catch {}
  }
  return headers;
}

// Whatever answers at the address: a token comes back only when the reply says so plainly, and never for longer than it says.
const reply = defineTarget({
  name: 'node/managed-identity-reply',
  shortRuns: 400,
  arbitrary: fc.record({
    moment: fc.option(moment),
    life: fc.option(life),
    members: fc.option(jsonEdits),
    text: fc.option(textEdits),
    status: fc.constantFrom(200, 200, 200, 200, 201, 204, 302, 400, 404, 410, 429, 500),
    contentType: fc.option(fc.oneof(fc.constantFrom('application/json', 'application/json;charset=utf-8'), piece)),
    retryAfter: fc.option(piece),
    byClientId: fc.boolean(),
  }),
  run: async ({ moment, life, members, text, status, contentType, retryAfter, byClientId }) => {
    const honest = {
      access_token: accessToken,
      token_type: 'Bearer',
      client_id: clientId,
      ...(moment === null ? {} : { expires_on: moment }),
      ...(life === null ? {} : { expires_in: life }),
      error_description: secretHeader,
      correlation_id: canary,
    };
    const json = JSON.stringify(members === null ? honest : editJson(honest, members)) ?? '';
    const body = text === null ? json : editText(json, text);
    const headers = headersOf({ 'content-type': contentType ?? 'application/json', 'retry-after': retryAfter });
    const source = openManagedIdentitySource({
      identity: byClientId ? { kind: 'client-id', value: clientId } : { kind: 'system' },
      environment: { IDENTITY_ENDPOINT: 'http://127.0.0.1:1/msi/token', IDENTITY_HEADER: secretHeader },
      hasFile: () => false,
      clock: () => now * 1000,
      retries: false,
      transport: async () => new Response(status === 204 ? null : body, { status, headers }),
    });
    const question = { resource: canary, capabilities: [], correlationId: clientId };
    const outcome = await attempt(() => source.requestToken(question, new AbortController().signal), { secrets });
    if (!outcome.accepted) return;
    expect(status === 200, 'takes a token from an answer that is no success');
    const said: unknown = JSON.parse(body);
    if (!isJsonObject(said)) return expect(false, 'takes a token from something that is no object');
    const given = outcome.value;
    expect(said['access_token'] === given.accessToken, 'gives another token than was sent');
    const type = said['token_type'];
    expect(
      type === undefined || String(type).toLowerCase() === 'bearer',
      'takes another type of token for a bearer token',
    );
    expect(Number.isSafeInteger(given.expiresInSeconds) && given.expiresInSeconds >= 1, 'gives a token without a life');
    const lives = [lifeUntil(said['expires_on']), toNumber(said['expires_in'])].filter((one) => one !== undefined);
    expect(lives.length > 0, 'makes a life up');
    for (const one of lives) expect(given.expiresInSeconds <= one, 'gives a token for longer than the reply says');
    const { refreshInSeconds: refresh } = given;
    expect(
      (refresh === undefined) === given.expiresInSeconds <= 7200,
      'refreshes a short life at its half, or a long one late',
    );
  },
});

/** What answers at the address of a managed identity. */
export const managedIdentityTargets: readonly FuzzTarget[] = [reply];

// A reading of its own, by the platform's parser: it may take more, and never for less time.
function lifeUntil(value: unknown): number | undefined {
  const number = toNumber(value);
  if (number !== undefined) return number < 978_307_200 ? number : number - now;
  return typeof value === 'string' ? Date.parse(value) / 1000 - now : undefined;
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}
