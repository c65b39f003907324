import { createRedisReplayStore, createRedisTokenStore, readRedisNonceSecret } from '@holdfast/node/redis';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { jsonValue } from '../mutate/json.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';

const encryptionKey = new Uint8Array(32).fill(9);
const clock = (): number => 1_900_000_000_000;
const secrets = [secret('encryption key', Buffer.from(encryptionKey).toString('base64'))];

/** A server that keeps one value, and gives it back as somebody has changed it. */
function oneValue(change: (kept: string) => unknown) {
  let kept: string | undefined;
  return {
    sendCommand: async (command: readonly string[]): Promise<unknown> => {
      if (command[0] !== 'SET') return kept === undefined ? null : change(kept);
      kept ??= command[2];
      return 'OK';
    },
  };
}

// Whoever can write to the store can lose values, and not change or move them.
const sealed = defineTarget({
  name: 'node/sealed-value',
  shortRuns: 300,
  arbitrary: fc.record({
    text: fc.option(textEdits),
    bytes: fc.option(byteEdits),
    readAs: fc.constantFrom('key', 'key', 'another key'),
    of: fc.constantFrom('token' as const, 'nonce secret' as const),
  }),
  run: async ({ text, bytes, readAs, of }) => {
    let given = '';
    let original = '';
    const redis = oneValue((kept) => {
      original = kept;
      const raw =
        bytes === null ? kept : Buffer.from(editBytes(Buffer.from(kept, 'base64url'), bytes)).toString('base64url');
      given = text === null ? raw : editText(raw, text);
      return given;
    });
    const options = { redis, prefix: 'p:', encryptionKey };
    if (of === 'nonce secret') {
      const outcome = await attempt(() => readRedisNonceSecret(options), { secrets });
      if (outcome.accepted) expect(given === original && outcome.value.length === 32, 'opens a value that was changed');
      return;
    }
    const store = createRedisTokenStore({ ...options, clock });
    await store.write('key', canary, 2_000_000_000);
    const outcome = await attempt(() => store.read(readAs), { secrets });
    const isIntact = given === original && readAs === 'key';
    expect(outcome.accepted === isIntact, isIntact ? 'loses a value' : 'opens a value that was changed or moved');
    if (outcome.accepted) expect(outcome.value === canary, 'gives another value');
  },
});

const memory = mutantsOf(
  'maxmemory:0\r\nmaxmemory_policy:noeviction\r\n',
  'maxmemory:100\r\nmaxmemory_policy:allkeys-lru\r\n',
);

// A proof is new only when the server says so in its own word; everything else refuses.
const replay = defineTarget({
  name: 'node/redis-replay',
  shortRuns: 400,
  arbitrary: fc.record({
    info: fc.oneof({ weight: 4, arbitrary: memory }, { weight: 1, arbitrary: jsonValue }),
    answer: fc.oneof(fc.constantFrom('CLAIMED', 'SEEN', 'QUOTA', Buffer.from('CLAIMED'), 1, true, null), jsonValue),
  }),
  run: async ({ info, answer }) => {
    const redis = { sendCommand: async ([name]: readonly string[]) => (name === 'INFO' ? info : answer) };
    const store = createRedisReplayStore({ redis, prefix: 'p:', clock });
    const claim = { id: canary, owner: canary, expiresAt: 1_900_000_100 };
    const outcome = await attempt(() => store.claimOnce(claim));
    if (outcome.accepted && outcome.value) expect(String(answer) === 'CLAIMED', 'takes any answer for a first claim');
  },
});

/** What shared stores give back. */
export const sharedStoreTargets: readonly FuzzTarget[] = [sealed, replay];
