import { encodeParts } from './cache-key.ts';

/** What makes the tokens of one application different from those of every other. */
export interface ClientFacts {
  /** Origin of the authority. */
  readonly origin: string;
  readonly clientId: string;
  /** What the client tells the authority that it can do. */
  readonly capabilities: readonly string[];
}

/**
 * Names the client that tokens belong to, for stores where clients meet.
 *
 * Capabilities are part of the name: a token with `cp1` lives for a day, and whoever is handed one without answering claims challenges is
 * locked out when it is revoked; whoever says `cp1` and is handed one without it keeps a revoked token for an hour.
 */
export function buildClientPartition({ origin, clientId, capabilities }: ClientFacts): readonly string[] {
  return ['client', origin, clientId, buildCapabilityText(capabilities)];
}

/** Writes capabilities as one text: neither order nor repeats nor letter case matter. */
export function buildCapabilityText(capabilities: readonly string[]): string {
  return encodeParts([...new Set(capabilities.map((name) => name.toLowerCase()))].sort());
}
