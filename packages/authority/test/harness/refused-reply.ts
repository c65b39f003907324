import assert from 'node:assert/strict';
import { codeOf, type Reply } from './running-authority.ts';

const errors: Readonly<Record<number, string>> = {
  28002: 'invalid_scope',
  650053: 'invalid_scope',
  900144: 'invalid_request',
  9002326: 'invalid_request',
  9002327: 'invalid_request',
  9900231: 'invalid_request',
};

/** Judges a refusal of a code or a refresh token by its AADSTS number and the OAuth error that goes with it; no token of any kind is beside it. */
export function assertRefused(reply: Reply, code: number, label?: string): void {
  const expected = [400, code, errors[code] ?? 'invalid_grant'];
  assert.deepEqual([reply.status, codeOf(reply), reply.body['error']], expected, label);
  for (const name of ['access_token', 'refresh_token', 'id_token']) assert.equal(name in reply.body, false, label);
}
