import { type Clock, createDeadline, type Transport } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { AttestationFailed } from '../errors/attestation-failed.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { AttestationProvider, AttestationRequest } from './attestation-provider.ts';
import { buildAttestationMessage } from './build-statement.ts';
import { checkEndpoint, type EndpointRule } from './check-endpoint.ts';
import { processAttestationReply } from './process-reply.ts';
import { sendStatement } from './send-statement.ts';

/** Options of {@link createPossessionAttestation}; read once, unknown names are refused. */
export interface PossessionAttestationOptions {
  /** Says whether a service may be asked. There is no default: the address comes from a plain-http endpoint. */
  readonly isEndpointAllowed: EndpointRule;
  /** How the service is reached, for one with a private CA. @default `fetch` */
  readonly transport?: Transport | undefined;
  /** How long one attempt may take, in milliseconds. @default 10,000 */
  readonly timeoutMs?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof PossessionAttestationOptions>([
  'isEndpointAllowed',
  'transport',
  'timeoutMs',
  'clock',
]);

/**
 * Makes a provider that has the attestation service of the local authority vouch for keys: it proves that whoever asks holds the key, and
 * knows nothing of where the key is kept. Services that look into hardware are asked by libraries of their platforms, behind the same port.
 *
 * Each call sends one request, with no second attempt; {@link createAttestationCache} remembers what comes of it. Redirects are not followed.
 *
 * @throws TypeError for a wrong or unknown option
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createTlsTransport } from '@holdfast/node';
 * import { createPossessionAttestation } from '@holdfast/node/attestation';
 *
 * export const attestation = createPossessionAttestation({
 *   isEndpointAllowed: ({ host }) => host === 'localhost:8443',
 *   transport: createTlsTransport({ ca: readFileSync('.holdfast/ca.pem', 'utf8') }),
 * });
 * ```
 */
export function createPossessionAttestation(options: PossessionAttestationOptions): AttestationProvider {
  const { isEndpointAllowed, transport, timeoutMs, clock } = parseOptions(options);
  const ask = async (request: AttestationRequest, signal: AbortSignal): Promise<string> => {
    const message = await buildAttestationMessage(request, clock);
    return processAttestationReply(await sendStatement(message, { transport, signal }), request);
  };
  return Object.freeze({
    async attest(request: AttestationRequest) {
      const { signal } = request;
      signal?.throwIfAborted();
      checkEndpoint(request.endpoint, isEndpointAllowed);
      const deadline = createDeadline(timeoutMs, signal);
      try {
        return await deadline.race(() => ask(request, deadline.signal));
      } catch (cause) {
        if (signal?.aborted) throw signal.reason;
        if (cause instanceof AttestationFailed) throw cause;
        const detail = deadline.signal.aborted ? 'no answer in time' : 'no answer';
        throw new AttestationFailed('ERR_ATTESTATION_FAILED', { detail, cause });
      } finally {
        deadline.clear();
      }
    },
  });
}

function parseOptions(options: PossessionAttestationOptions) {
  checkOptionNames(options, optionNames);
  const { isEndpointAllowed, transport, timeoutMs = 10_000, clock = Date.now } = options;
  if (typeof isEndpointAllowed !== 'function') throw new TypeError('isEndpointAllowed must be a function');
  if (transport !== undefined && typeof transport !== 'function') throw new TypeError('transport must be a function');
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  return { isEndpointAllowed, transport, timeoutMs: wholeNumber(timeoutMs, 'timeoutMs'), clock };
}
