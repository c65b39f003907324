import { type Clock, createLruMap, createSingleFlight, epochSeconds } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { AttestationFailed } from '../errors/attestation-failed.ts';
import type { AttestationProvider, AttestationRequest } from './attestation-provider.ts';
import { checkAttestationToken } from './check-token.ts';
import { readAttestationClaims } from './read-claims.ts';
import { trimSlashes } from './trim-slashes.ts';

/** Options of {@link createAttestationCache}; read once, unknown names are refused. */
export interface AttestationCacheOptions {
  /** Who is asked. */
  readonly provider: AttestationProvider;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

interface Remembered {
  readonly token: string;
  readonly exp: number;
}

const optionNames: ReadonlySet<string> = new Set<keyof AttestationCacheOptions>(['provider', 'clock']);
const expiryBufferSeconds = 300;
const mostRemembered = 100;

/**
 * Remembers statements about keys in memory until five minutes before they end, one for each service, key and identity. Those who ask at the
 * same time share one statement.
 *
 * A token that does not say when it ends is given once and not remembered; neither is a failure. What the provider gives or throws is made
 * safe: nothing, blanks and anything but a compact token are `ERR_ATTESTATION_FAILED`, and so is an error of another kind.
 *
 * Not checked: the statement's signature.
 *
 * @throws TypeError for a wrong or unknown option
 *
 * @example
 * ```ts
 * import { createAttestationCache, createPossessionAttestation } from '@holdfast/node/attestation';
 *
 * const provider = createPossessionAttestation({ isEndpointAllowed: ({ host }) => host === 'attest.example' });
 * export const attestation = createAttestationCache({ provider });
 * ```
 */
export function createAttestationCache(options: AttestationCacheOptions): AttestationProvider {
  checkOptionNames(options, optionNames);
  const { provider, clock = Date.now } = options;
  if (typeof provider?.attest !== 'function') throw new TypeError('provider must be an attestation provider');
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  const remembered = createLruMap<Remembered>(mostRemembered);
  const flights = createSingleFlight<string>();

  const ask = async (place: string, request: AttestationRequest, signal: AbortSignal): Promise<string> => {
    const token = checkAttestationToken(await askProvider(provider, { ...request, signal }));
    const exp = readAttestationClaims(token)?.['exp'];
    if (typeof exp === 'number') remembered.write(place, { token, exp });
    else remembered.remove(place);
    return token;
  };

  return Object.freeze({
    async attest(request: AttestationRequest) {
      const { signal, remembered: memory = 'allowed' } = request;
      const place = placeOf(request);
      // Now, and not when there is another: a token that was refused is given to nobody, also while the service is away.
      if (memory === 'refused') remembered.remove(place);
      const known = remembered.find(place);
      if (known !== undefined && known.exp - expiryBufferSeconds > epochSeconds(clock)) {
        signal?.throwIfAborted();
        return known.token;
      }
      return flights.run(`${memory} ${place}`, (flight) => ask(place, request, flight), signal);
    },
  });
}

// The identity is in here too: a service may write into its statement whom it is for.
function placeOf({ endpoint, key, clientId }: AttestationRequest): string {
  return `${trimSlashes(endpoint.toLowerCase())}|${key.keyId}|${clientId.toLowerCase()}`;
}

async function askProvider(provider: AttestationProvider, request: AttestationRequest): Promise<unknown> {
  try {
    return await provider.attest(request);
  } catch (error) {
    // Nobody waits any more: that is no failure of attestation.
    if (request.signal?.aborted || error instanceof AttestationFailed) throw error;
    throw new AttestationFailed('ERR_ATTESTATION_FAILED', { cause: error });
  }
}
