import {
  buildWwwAuthenticate,
  type Clock,
  createEventSink,
  createMemoryReplayStore,
  createNonceIssuer,
  type EventSink,
  type NonceIssuer,
  randomBytes,
  type ShrDialect,
} from '@holdfast/core';
import { createShrMemory } from '@holdfast/core/shr-memory';
import { createTokenMemory, type TokenMemory } from '../access-token/token-memory.ts';
import type { ProofPolicy } from '../binding/decide-binding.ts';
import type { CertificateRules } from '../client-certificate/certificate-rules.ts';
import type { ResourceEvent } from '../events/resource-event.ts';
import { platformTransport } from '../issuers/send-jwks-request.ts';
import type { TrustedIssuer } from '../issuers/trusted-issuer.ts';
import type { ProofRules } from '../proof/verify-proof.ts';
import type { ReplayRules } from '../replay/claim-replay.ts';
import type { RevocationRules } from '../revocation/revocation-options.ts';
import { checkKnownNames, readAmount, readCount, readList } from './check-values.ts';
import { defaultOptions, largestClockTolerance } from './defaults.ts';
import { readClientCertificates } from './read-client-certificates.ts';
import { readIssuers } from './read-issuers.ts';
import { readHosts } from './read-origins.ts';
import { readRevocation } from './read-revocation.ts';
import type { TokenValidatorOptions } from './token-validator-options.ts';

/** The options with no questions left, in the slices that the steps take. */
export interface ValidatorSettings {
  readonly policy: ProofPolicy;
  readonly issuers: readonly TrustedIssuer[];
  readonly audiences: ReadonlySet<string>;
  readonly clockToleranceSeconds: number;
  readonly tokens: TokenMemory;
  readonly certificates: CertificateRules;
  readonly proofs: ProofRules;
  readonly nonces: NonceIssuer | undefined;
  readonly replay: ReplayRules;
  readonly revocation: RevocationRules | undefined;
  readonly realm: string | undefined;
  readonly clock: Clock;
  readonly publish: EventSink<ResourceEvent>;
}

const knownNames = {
  issuers: true,
  audience: true,
  origins: true,
  proof: true,
  dialects: true,
  nonce: true,
  replay: true,
  windowSeconds: true,
  futureSeconds: true,
  clockToleranceSeconds: true,
  keySets: true,
  rememberedTokens: true,
  clientCertificates: true,
  revocation: true,
  realm: true,
  transport: true,
  clock: true,
  events: true,
} as const satisfies Record<keyof TokenValidatorOptions, true>;

const policies: readonly ProofPolicy[] = ['required', 'when-bound', 'bearer-only'];
const knownDialects: readonly ShrDialect[] = ['strict', 'msal-browser', 'msal-dotnet'];

/**
 * Reads the options of a validator, once.
 *
 * @throws TypeError for anything missing, unknown or out of range
 */
export function readOptions(options: TokenValidatorOptions): ValidatorSettings {
  checkKnownNames(options, knownNames);
  const policy = options.proof ?? defaultOptions.proof;
  if (!policies.includes(policy)) throw new TypeError('proof must be required, when-bound or bearer-only');
  const clock = options.clock ?? Date.now;
  const publish = createEventSink(options.events);
  const windowSeconds = readAmount('windowSeconds', options.windowSeconds ?? defaultOptions.windowSeconds, {
    most: 3600,
  });
  const rememberedTokens = readCount('rememberedTokens', options.rememberedTokens ?? defaultOptions.rememberedTokens);
  return Object.freeze({
    policy,
    issuers: readIssuers(options, { clock, publish, transport: options.transport ?? platformTransport }),
    audiences: new Set(readList('audience', options.audience)),
    clockToleranceSeconds: readAmount(
      'clockToleranceSeconds',
      options.clockToleranceSeconds ?? defaultOptions.clockToleranceSeconds,
      { least: 0, most: largestClockTolerance },
    ),
    tokens: createTokenMemory(rememberedTokens),
    certificates: readClientCertificates(options.clientCertificates ?? {}, publish),
    proofs: Object.freeze({
      hosts: readHosts(options.origins, policy),
      dialects: readDialects(options.dialects ?? defaultOptions.dialects),
      windowSeconds,
      futureSeconds: readAmount('futureSeconds', options.futureSeconds ?? defaultOptions.futureSeconds, {
        least: 0,
        most: 300,
      }),
      clock,
      memory: createShrMemory({ maxTokens: rememberedTokens }),
    }),
    nonces: policy === 'bearer-only' ? undefined : readNonces(options.nonce ?? {}, clock),
    replay: Object.freeze({ store: readStore(options, clock), windowSeconds, publish }),
    revocation: readRevocation(options.revocation, publish),
    realm: readRealm(options.realm),
    clock,
    publish,
  });
}

function readDialects(dialects: readonly ShrDialect[]): readonly ShrDialect[] {
  const unknown = readList('dialects', dialects).find((one) => !knownDialects.some((known) => known === one));
  if (unknown !== undefined) throw new TypeError('dialects must be of strict, msal-browser and msal-dotnet');
  return Object.freeze([...dialects]);
}

function readNonces(nonce: NonNullable<TokenValidatorOptions['nonce']>, clock: Clock): NonceIssuer | undefined {
  if (nonce === 'off') return undefined;
  checkKnownNames(nonce, { secret: true, windowSeconds: true });
  const windowSeconds = readAmount('nonce.windowSeconds', nonce.windowSeconds ?? defaultOptions.nonceWindowSeconds, {
    most: 3600,
  });
  return createNonceIssuer({ secret: nonce.secret ?? randomBytes(32), windowSeconds, clock });
}

function readStore({ replay }: TokenValidatorOptions, clock: Clock): ReplayRules['store'] {
  if (replay !== undefined) checkKnownNames(replay, { store: true });
  const store = replay?.store === undefined ? createMemoryReplayStore({ clock }) : replay.store;
  if (typeof store?.claimOnce !== 'function') throw new TypeError('replay.store must have claimOnce');
  return store;
}

function readRealm(realm: string | undefined): string | undefined {
  if (realm === undefined) return undefined;
  try {
    buildWwwAuthenticate({ scheme: 'PoP', params: { realm } });
    return realm;
  } catch (cause) {
    throw new TypeError('realm must be visible US-ASCII', { cause });
  }
}
