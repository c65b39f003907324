import {
  type Clock,
  createKeyRing,
  createSingleFlight,
  dropExpiredKeys,
  type EventSink,
  epochSeconds,
  findRingKey,
  type KeyPool,
  type KeyRing,
  noteTokenExpiry,
  rotateKeyRing,
  type SigningKey,
} from '@holdfast/core';
import { ProofKeyUnavailable } from '../errors/scheme-errors.ts';
import type { KeyRotated } from '../events/token-event.ts';

/** The proof keys of a client: which one is new tokens' key, and which ones may still sign. */
export interface ProofKeys {
  /** The key that new tokens of a tenant are bound to: at once, unless it must be made or rotated first. */
  current(tenant: string): SigningKey | Promise<SigningKey>;
  /** A key that may still sign: current, or kept for unexpired tokens. */
  find(thumbprint: string): SigningKey | undefined;
  /** Keeps a key until epoch seconds: the expiry of a token bound to it, or of the wait for one. */
  noteTokenExpiry(thumbprint: string, expiresAt: number): void;
  /** Makes a new current key now and gives its thumbprint. */
  rotate(tenant: string): Promise<string>;
  /** Never signs with, binds to or accepts a token for this key again. */
  discard(thumbprint: string): void;
  isDiscarded(thumbprint: string): boolean;
}

/** What {@link createProofKeys} needs. */
export interface ProofKeysOptions {
  readonly pool: Pick<KeyPool, 'take'>;
  /** Whether each tenant has a key of its own; then a stolen key opens one tenant only. */
  readonly perTenant: boolean;
  /** Age at which the current key is replaced. */
  readonly lifetimeSeconds: number;
  /** Most tenants with keys; tenants whose tokens have all expired make room. */
  readonly maxTenants: number;
  readonly clock: Clock;
  readonly emit: EventSink<KeyRotated>;
}

type Ring = KeyRing<SigningKey>;

/** Makes an empty set of proof keys; nothing is generated before the first token needs a key. */
export function createProofKeys(options: ProofKeysOptions): ProofKeys {
  const { pool, perTenant, lifetimeSeconds, maxTenants, clock, emit } = options;
  const rings = new Map<string, Ring>();
  const discarded = new Set<string>();
  const flights = createSingleFlight<SigningKey>();
  const ringName = (tenant: string): string => (perTenant ? tenant : '');
  const now = (): number => epochSeconds(clock);

  const rotate = (name: string): Promise<SigningKey> =>
    flights.run(name, async () => {
      const key = await pool.take();
      const { thumbprint } = key;
      const ring = rings.get(name);
      if (ring === undefined) {
        makeRoom(rings, maxTenants, now());
        rings.set(name, createKeyRing(key, thumbprint, now()));
        return key;
      }
      const previousThumbprint = ring.current.thumbprint;
      const rotated = dropExpiredKeys(rotateKeyRing(ring, { key, thumbprint, at: now() }), now());
      rings.set(name, withoutKeys(rotated, discarded));
      emit({ name: 'key.rotated', thumbprint, previousThumbprint, ...(perTenant ? { tenant: name } : {}) });
      return key;
    });

  return {
    current(tenant) {
      const name = ringName(tenant);
      const ring = rings.get(name);
      if (ring === undefined) return rotate(name);
      rings.set(name, dropExpiredKeys(ring, now()));
      const { key, thumbprint, since } = ring.current;
      return discarded.has(thumbprint) || now() >= since + lifetimeSeconds ? rotate(name) : key;
    },
    find(thumbprint) {
      if (discarded.has(thumbprint)) return undefined;
      for (const ring of rings.values()) {
        const key = findRingKey(ring, thumbprint);
        if (key !== undefined) return key;
      }
      return undefined;
    },
    noteTokenExpiry(thumbprint, expiresAt) {
      for (const [name, ring] of rings) {
        if (findRingKey(ring, thumbprint) === undefined) continue;
        rings.set(name, noteTokenExpiry(ring, thumbprint, expiresAt));
        return;
      }
    },
    rotate: async (tenant) => (await rotate(ringName(tenant))).thumbprint,
    discard: (thumbprint) => void discarded.add(thumbprint),
    isDiscarded: (thumbprint) => discarded.has(thumbprint),
  };
}

function withoutKeys(ring: Ring, discarded: ReadonlySet<string>): Ring {
  return { ...ring, retired: ring.retired.filter((retired) => !discarded.has(retired.thumbprint)) };
}

function makeRoom(rings: Map<string, Ring>, maxTenants: number, now: number): void {
  if (rings.size < maxTenants) return;
  for (const [name, ring] of rings) {
    const keepUntil = Math.max(ring.lastTokenExpiresAt, ...ring.retired.map((retired) => retired.lastTokenExpiresAt));
    if (keepUntil <= now) rings.delete(name);
  }
  if (rings.size >= maxTenants) throw new ProofKeyUnavailable('ERR_PROOF_KEY_LIMIT');
}
