import assert from 'node:assert/strict';
import { createHash, createPublicKey, KeyObject, webcrypto } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { SigningKey } from '@holdfast/core';

/** What a provider of machine keys must give, as far as the contract looks at it. */
export interface MachineKeyUnderTest {
  readonly strength: string;
  readonly keyId: string;
  readonly signingKey: SigningKey;
  readonly tlsKey: KeyObject | { readonly engine: string; readonly identifier: string };
}

/** What a provider of machine keys must do, as far as the contract looks at it. */
export interface MachineKeyProviderUnderTest {
  current(signal?: AbortSignal): Promise<MachineKeyUnderTest>;
  close(): Promise<void>;
}

/** What the contract needs to know beside the provider. */
export interface MachineKeyProviderContractOptions {
  /** Texts that would betray the private part or the way to it; none may ever be visible. @default none */
  readonly secrets?: readonly string[] | undefined;
  /** What `strength` must be. */
  readonly strength: string;
}

/**
 * What every `MachineKeyProvider` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param open - makes a provider that was not asked yet
 * @param options - what is known of its key
 */
export function machineKeyProviderContract(
  name: string,
  open: () => MachineKeyProviderUnderTest | Promise<MachineKeyProviderUnderTest>,
  { secrets = [], strength }: MachineKeyProviderContractOptions,
): void {
  const titled: Titled = (title, work) =>
    it(title, async () => {
      const provider = await open();
      try {
        await work(provider);
      } finally {
        await provider.close();
      }
    });

  describe(`MachineKeyProvider contract: ${name}`, () => {
    testProvider(titled);
    testKey(titled);
    testStrengthAndSecrets(titled, { secrets, strength });
  });
}

type Titled = (title: string, work: (provider: MachineKeyProviderUnderTest) => Promise<void>) => void;

function testProvider(titled: Titled): void {
  titled('gives everybody the same key, at the same time and later', async (provider) => {
    const given = await Promise.all(Array.from({ length: 20 }, () => provider.current()));
    assert.equal(new Set([...given, await provider.current()]).size, 1);
  });

  titled('ends the wait of a caller who has left, and of nobody else', async (provider) => {
    const leaving = new AbortController();
    const gone = assert.rejects(provider.current(leaving.signal));
    leaving.abort(new Error('gone'));
    await gone;
    await assert.rejects(provider.current(AbortSignal.abort()));
    const key = await provider.current();
    assert.equal(await provider.current(), key);
  });

  titled('gives nothing once it was closed, however often', async (provider) => {
    const asked = provider.current().catch(() => undefined);
    await provider.close();
    await asked;
    await provider.close();
    await assert.rejects(provider.current(), { code: 'ERR_MACHINE_KEY_CLOSED' });
  });
}

function testKey(titled: Titled): void {
  titled('signs PS256 with a key of 2048 bits or more, as its public half verifies', async (provider) => {
    const { signingKey } = await provider.current();
    assert.equal(signingKey.alg, 'PS256');
    const details = publicKeyOf(signingKey).asymmetricKeyDetails;
    assert.ok((details?.modulusLength ?? 0) >= 2048);
    const data = new TextEncoder().encode('request');
    assert.equal(await verifies(signingKey, await signingKey.sign(data), data), true);
  });

  titled('names its key by the SHA-256 of the public half', async (provider) => {
    const { keyId, signingKey } = await provider.current();
    const spki = publicKeyOf(signingKey).export({ format: 'der', type: 'spki' });
    assert.equal(keyId, createHash('sha256').update(spki).digest('hex'));
  });

  titled('has TLS present the other half of the same key, or name it', async (provider) => {
    const { tlsKey, signingKey } = await provider.current();
    if (tlsKey instanceof KeyObject) {
      assert.equal(tlsKey.type, 'private');
      assert.ok(createPublicKey(tlsKey).equals(publicKeyOf(signingKey)));
    } else {
      assert.match(tlsKey.engine, /./);
      assert.match(tlsKey.identifier, /./);
      assert.doesNotMatch(tlsKey.identifier, /pin-/);
    }
  });
}

function testStrengthAndSecrets(
  titled: Titled,
  { secrets, strength }: { readonly secrets: readonly string[]; readonly strength: string },
): void {
  titled('says of its strength what is so', async (provider) => {
    assert.equal((await provider.current()).strength, strength);
  });

  titled('keeps what TLS presents, and every secret, out of JSON, inspection and copies', async (provider) => {
    const key = await provider.current();
    assert.ok(Object.isFrozen(key));
    assert.ok(!('tlsKey' in { ...key }));
    const shown = `${JSON.stringify(key)}${inspect(key, { depth: 20, getters: true })}`;
    assert.doesNotMatch(shown, /PRIVATE|KeyObject|pkcs11:|"(?:d|p|q|dp|dq|qi)":/i);
    for (const secret of secrets) assert.ok(!shown.includes(secret), 'a secret is visible');
  });
}

function publicKeyOf({ jwk }: SigningKey): KeyObject {
  return createPublicKey({ format: 'jwk', key: { ...jwk } });
}

async function verifies({ jwk }: SigningKey, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  const key = await webcrypto.subtle.importKey('jwk', { ...jwk }, { name: 'RSA-PSS', hash: 'SHA-256' }, true, [
    'verify',
  ]);
  const bytes = [signature, data].map((part) => Uint8Array.from(part)) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  return webcrypto.subtle.verify({ name: 'RSA-PSS', saltLength: 32 }, key, ...bytes);
}
