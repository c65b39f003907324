import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { createGate, settle } from '@holdfast/testing';
import fc from 'fast-check';
import type { TokenStore } from '../../src/cache/token-store.ts';
import { scopes } from '../sts/make-client.ts';
import { createSourceBench } from '../sts/scripted-source.ts';

const claims = '{"access_token":{"nbf":{"essential":true}}}';

/** What may happen, in any order and while requests are under way. */
const steps = fc.constantFrom(
  'ask',
  'ask with claims',
  'force',
  'refuse the last token',
  'refuse the last token, without claims',
  'refuse the token that is served',
  'hold replies back',
  'let replies go',
  'issuer fails',
  'issuer works',
  'issuer heeds nothing',
  'issuer heeds the hash',
  'issuer goes back to its first token',
  'half an hour passes',
  'another process writes the first token into the store',
  'the store is slow',
);

test('whatever happens in whatever order, nobody is given a token that was refused before he got it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(steps, { maxLength: 40 }),
      fc.boolean(),
      fc.boolean(),
      async (script, relays, isShared) => {
        const entries = new Map<string, string>();
        let slow: Promise<unknown> | undefined;
        const store: TokenStore = {
          read: async (key) => entries.get(key),
          async write(key, value) {
            await slow;
            entries.set(key, value);
          },
        };
        const { client, source, clock } = createSourceBench({
          relaysTokenHash: relays,
          maxCacheEntries: 1,
          tokenStore: isShared ? store : undefined,
        });
        const refused = new Set<string>();
        const given: string[] = [];
        const waiting: Promise<unknown>[] = [];
        const held: ReturnType<typeof createGate>[] = [];
        const ask = (wish: object = {}): void => {
          const settled = client.acquireToken({ scopes, ...wish }).then(
            ({ accessToken }) => {
              assert.equal(refused.has(accessToken), false, `${accessToken} was refused before`);
              given.push(accessToken);
            },
            (error: Error) => assert.match(error.message, /^away$|still hands out/),
          );
          waiting.push(settled);
        };
        const refuse = async (token: string | undefined, wish: object): Promise<void> => {
          if (token === undefined) return;
          const accessTokenSha256ToRefresh = await sha256Hex(token);
          refused.add(token);
          ask({ ...wish, accessTokenSha256ToRefresh });
        };
        let first: string | undefined;
        const actions: Readonly<Record<string, () => void | Promise<void>>> = {
          ask: () => ask(),
          'ask with claims': () => ask({ claims }),
          force: () => ask({ forceRefresh: true }),
          'refuse the last token': () => refuse(given.at(-1), { claims }),
          'refuse the last token, without claims': () => refuse(given.at(-1), {}),
          'refuse the token that is served': () => refuse(source.serving, { claims }),
          'hold replies back': () => {
            const gate = createGate();
            held.push(gate);
            source.after = gate.opened;
          },
          'the store is slow': () => {
            const gate = createGate();
            held.push(gate);
            slow = gate.opened;
          },
          'let replies go': () => {
            source.after = undefined;
            slow = undefined;
            for (const gate of held.splice(0)) gate.open();
          },
          'issuer fails': () => {
            source.fails = new Error('away');
          },
          'issuer works': () => {
            source.fails = undefined;
          },
          'issuer heeds nothing': () => {
            source.heeds = false;
          },
          'issuer heeds the hash': () => {
            source.heeds = true;
          },
          'issuer goes back to its first token': () => {
            source.serving = 'token-1';
          },
          'half an hour passes': () => clock.advance(1800),
          'another process writes the first token into the store': () => {
            for (const [key] of entries) if (first !== undefined) entries.set(key, first);
          },
        };
        for (const step of script) {
          await actions[step]?.();
          await settle();
          first ??= entries.values().next().value;
        }
        source.after = undefined;
        slow = undefined;
        for (const gate of held) gate.open();
        await Promise.all(waiting);
        // And once the source has another token and works, everybody has it: a refusal locks nobody out.
        source.fails = undefined;
        source.heeds = true;
        source.serving = 'a token that was never seen';
        assert.equal(refused.has((await client.acquireToken({ scopes })).accessToken), false);
      },
    ),
    { numRuns: 500 },
  );
});
