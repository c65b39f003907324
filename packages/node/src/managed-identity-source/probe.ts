import { createDeadline, HoldfastError, type Transport } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import {
  ManagedIdentityFailed,
  ManagedIdentityRefused,
  type ManagedIdentitySourceName,
} from '../errors/managed-identity-errors.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { classifyFailure } from './classify-failure.ts';
import { openDirectTransport } from './direct-transport.ts';
import { buildProbeAddress } from './imds.ts';
import type { SourceName } from './source-description.ts';
import { type DetectedSource, detectSource } from './source-table.ts';

/** Options of {@link probeManagedIdentity}; unknown names are refused. */
export interface ProbeOptions {
  /** Variables that name a source. @default those of this process */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** For the answer of IMDS, in milliseconds. @default 1,000 */
  readonly timeoutMs?: number | undefined;
  /** Ends the probe; its reason is what is thrown. @default none */
  readonly signal?: AbortSignal | undefined;
  /** Reaches IMDS. @default connections of its own, which no proxy is in the way of */
  readonly transport?: Transport | undefined;
}

/** What {@link probeManagedIdentity} found. */
export type ManagedIdentityProbe =
  /** A source is there, and a client can be made for it. */
  | {
      readonly available: true;
      /** Which one. */
      readonly source: SourceName;
      /** What it is concluded from: variables that a platform sets, or an answer that IMDS gives. */
      readonly evidence: 'environment' | 'answer';
    }
  /** There is none that can be used. */
  | {
      readonly available: false;
      /** The source that was looked for; undefined when the environment names one by halves. */
      readonly source: ManagedIdentitySourceName | undefined;
      /** Why, as an error of a client would say it. */
      readonly code: string;
    };

/**
 * Tells whether there is a managed identity here, for programs that want to fall back to another credential.
 *
 * It sends one request at most, to IMDS and without a secret, and does not repeat it: without the header `Metadata` IMDS answers 400, and nobody
 * else who listens there is likely to. Sources that the environment names are believed, because to ask them is to show them a secret.
 *
 * Not checked: whether an identity is assigned, and whether it may have a token.
 *
 * @throws TypeError for a wrong or unknown option, and the reason of `signal`; every other outcome is a result
 *
 * @example
 * ```ts
 * import { probeManagedIdentity } from '@holdfast/node/managed-identity';
 *
 * const found = await probeManagedIdentity({ timeoutMs: 500 });
 * console.log(found.available ? `tokens come from ${found.source}` : `no managed identity here: ${found.code}`);
 * ```
 */
export async function probeManagedIdentity(options: ProbeOptions = {}): Promise<ManagedIdentityProbe> {
  checkOptions(options);
  options.signal?.throwIfAborted();
  let detected: DetectedSource | undefined;
  try {
    detected = detectSource(options);
    return await judge(detected, options);
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof HoldfastError)) throw error;
    return { available: false, source: detected?.name, code: error.code };
  }
}

async function judge({ name, read, describe }: DetectedSource, options: ProbeOptions): Promise<ManagedIdentityProbe> {
  if (describe === undefined) return { available: false, source: name, code: 'ERR_MANAGED_IDENTITY_SOURCE' };
  const facts = { identity: { kind: 'system' }, appServiceRevocation: false, clientHeaders: {}, read } as const;
  const source = describe(facts).name;
  if (source !== 'imds') return { available: true, source, evidence: 'environment' };
  await expectRefusal(buildProbeAddress(read), options);
  return { available: true, source, evidence: 'answer' };
}

async function expectRefusal(address: string, options: ProbeOptions): Promise<void> {
  const { signal, timeoutMs = 1000 } = options;
  const deadline = createDeadline(timeoutMs, signal);
  const own = openDirectTransport({ connectTimeoutMs: timeoutMs });
  const transport = options.transport ?? own;
  try {
    const request = new Request(address, { redirect: 'manual', signal: deadline.signal });
    const response = await deadline.race(() => transport(request));
    await response.body?.cancel();
    if (response.status === 400) return;
    throw new ManagedIdentityRefused('ERR_MANAGED_IDENTITY_FOREIGN', { status: response.status, errorCodes: [] });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (deadline.signal.aborted) throw new ManagedIdentityFailed('ERR_MANAGED_IDENTITY_TIMEOUT');
    throw classifyFailure(error, false);
  } finally {
    deadline.clear();
    // Not awaited: a connection that nobody answers may still be opening.
    void own.close();
  }
}

const optionNames: ReadonlySet<string> = new Set<keyof ProbeOptions>([
  'environment',
  'timeoutMs',
  'signal',
  'transport',
]);

function checkOptions(options: ProbeOptions): void {
  checkOptionNames(options, optionNames);
  const { timeoutMs, transport } = options;
  if (timeoutMs !== undefined) wholeNumber(timeoutMs, 'timeoutMs');
  if (transport !== undefined && typeof transport !== 'function') throw new TypeError('transport must be a function');
}
