import { generateSigningKey, type SigningKey } from '@holdfast/core';
import { createFakeClock, type FakeClock, settle } from '@holdfast/testing';
import { createTokenClient, type TokenClient } from '../../src/acquire/token-client.ts';
import type { TokenClientOptions } from '../../src/acquire/token-client-options.ts';
import { createSecretCredential } from '../../src/client-auth/client-secret.ts';
import type { ClientEvent } from '../../src/events/token-event.ts';
import { createScriptedCredentials, type ScriptedCredentials } from './scripted-credentials.ts';
import { clientId, createScriptedSts, origin, type ScriptedSts, tenant } from './scripted-sts.ts';

export interface TestBench {
  readonly client: TokenClient;
  readonly sts: ScriptedSts;
  readonly clock: FakeClock;
  readonly events: ClientEvent[];
  readonly credentials: ScriptedCredentials;
  /** Every proof key that was made. */
  readonly keys: SigningKey[];
}

/** A client and its authority, with a clock that stands still. */
export function createBench(
  options: Partial<Omit<TokenClientOptions, 'proofKeys'>> & {
    proofKeys?: Partial<TokenClientOptions['proofKeys']>;
    /** Whether the client has certificates. */
    certificates?: boolean;
  } = {},
): TestBench {
  const clock = createFakeClock();
  const sts = createScriptedSts(clock);
  const events: ClientEvent[] = [];
  const keys: SigningKey[] = [];
  const credentials = createScriptedCredentials(sts.transport);
  const { proofKeys, certificates = false, ...others } = options;
  const client = createTokenClient({
    authority: { origin, tenant },
    clientId,
    ...(certificates ? { boundCredentials: credentials } : {}),
    credential: createSecretCredential('the client secret'),
    capabilities: [],
    trustedOrigins: new Set(),
    transport: sts.transport,
    clock,
    emit: (event) => events.push(event),
    timeoutMs: 5000,
    maxCacheEntries: 100,
    ...others,
    proofKeys: {
      generate: async () => {
        const key = await generateSigningKey();
        keys.push(key);
        return key;
      },
      poolSize: 1,
      perTenant: false,
      lifetimeSeconds: 28_800,
      maxTenants: 100,
      ...proofKeys,
    },
  });
  return { client, sts, clock, events, credentials, keys };
}

export const scopes: readonly string[] = ['api://orders/.default'];

/** Waits for what other threads do (signatures), without a timer. */
export async function until(condition: () => boolean): Promise<void> {
  const started = performance.now();
  while (!condition()) {
    if (performance.now() - started > 10_000) throw new Error('waited ten seconds in vain');
    await settle();
  }
  await settle();
}
