import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

/** What an attestation provider must do, as far as the contract looks at it: everything else of its request is the set-up's business. */
export interface AttestationUnderTest {
  attest(signal?: AbortSignal): Promise<string>;
}

/** What stands behind a provider: it says this until it is told otherwise. */
export type AttestationAnswer = 'token' | 'nothing' | 'blanks' | 'garbage' | 'failure' | 'silence';

/** A provider, and what stands behind it. */
export interface AttestationSetUp {
  readonly provider: AttestationUnderTest;
  /** Decides what comes next. */
  answer(with_: AttestationAnswer): void;
  close?(): Promise<void>;
}

const unusable: readonly AttestationAnswer[] = ['nothing', 'blanks', 'garbage', 'failure'];

/**
 * What every `AttestationProvider` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param setUp - makes a provider that was not asked yet
 */
export function attestationProviderContract(
  name: string,
  setUp: () => AttestationSetUp | Promise<AttestationSetUp>,
): void {
  const titled = (title: string, work: (parts: AttestationSetUp) => Promise<void>) =>
    it(title, async () => {
      const parts = await setUp();
      try {
        await work(parts);
      } finally {
        await parts.close?.();
      }
    });

  describe(`AttestationProvider contract: ${name}`, () => {
    titled('gives a compact token, to many at once too', async ({ provider, answer }) => {
      answer('token');
      const given = await Promise.all(Array.from({ length: 20 }, () => provider.attest()));
      for (const token of given) assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    for (const what of unusable) {
      titled(`fails when there is ${what}, and never gives less than a token`, async ({ provider, answer }) => {
        answer(what);
        await assert.rejects(provider.attest(), { code: 'ERR_ATTESTATION_FAILED' });
      });
    }

    titled('does not remember a failure', async ({ provider, answer }) => {
      answer('failure');
      await assert.rejects(provider.attest());
      answer('token');
      assert.match(await provider.attest(), /\./);
    });

    titled('ends the wait of a caller who has left, and does not call that a failure', async ({ provider, answer }) => {
      answer('silence');
      const reason = new Error('gone');
      const leaving = new AbortController();
      const gone = provider.attest(leaving.signal).then(
        () => assert.fail('a token'),
        (error: unknown) => error,
      );
      leaving.abort(reason);
      const error = await gone;
      assert.ok(error === reason || (error as Error).cause === reason);
      assert.notEqual((error as { readonly code?: string }).code, 'ERR_ATTESTATION_FAILED');
      await assert.rejects(provider.attest(AbortSignal.abort(reason)), (early: Error) => {
        return early === reason || early.cause === reason;
      });
    });
  });
}
