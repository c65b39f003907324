import { findAlgorithm, isGuid, type JwsAlgorithm } from '@holdfast/core';
import type { IssuerOptions } from '../issuers/issuer-options.ts';
import { createKeySet, offlineKeys } from '../issuers/key-set.ts';
import { usableKeys } from '../issuers/process-jwks-response.ts';
import { createRemoteKeys, type KeySetTimes, type RemoteKeysOptions } from '../issuers/remote-keys.ts';
import { type IssuerKeys, isIssuerTemplate, type TrustedIssuer } from '../issuers/trusted-issuer.ts';
import { checkKnownNames, readAmount, readList } from './check-values.ts';
import { defaultOptions } from './defaults.ts';
import type { TokenValidatorOptions } from './token-validator-options.ts';

type Surroundings = Omit<RemoteKeysOptions, 'uri' | 'times'>;

const knownNames = {
  issuer: true,
  jwksUri: true,
  jwks: true,
  tenants: true,
  algorithms: true,
  keyIssuer: true,
} as const satisfies Record<keyof IssuerOptions, true>;

/** Reads the issuers. Those that name the same `jwksUri` share its keys; no other keys are ever shared. */
export function readIssuers(options: TokenValidatorOptions, surroundings: Surroundings): readonly TrustedIssuer[] {
  const { issuers } = options;
  if (!Array.isArray(issuers) || issuers.length === 0) throw new TypeError('issuers must be a list of at least one');
  const times = readTimes(options.keySets ?? {});
  const remote = new Map<string, IssuerKeys>();
  const keysOf = ({ jwks, jwksUri }: IssuerOptions): IssuerKeys => {
    if ((jwks === undefined) === (jwksUri === undefined)) throw new TypeError('an issuer has either jwks or jwksUri');
    if (jwksUri === undefined) return offlineKeys(createKeySet(readJwks(jwks)));
    const uri = readHttps('jwksUri', jwksUri);
    const keys = remote.get(uri) ?? createRemoteKeys({ ...surroundings, uri, times });
    remote.set(uri, keys);
    return keys;
  };
  const read = (issuers as readonly IssuerOptions[]).map((one) => readIssuer(one, keysOf));
  if (new Set(read.map(({ issuer }) => issuer)).size !== read.length) throw new TypeError('an issuer is listed twice');
  return Object.freeze(read);
}

function readIssuer(options: IssuerOptions, keysOf: (options: IssuerOptions) => IssuerKeys): TrustedIssuer {
  checkKnownNames(options, knownNames);
  const { issuer, keyIssuer } = options;
  readHttps('issuer', issuer);
  return Object.freeze({
    issuer,
    keyIssuer: keyIssuer ?? issuer,
    tenants: readTenants(options),
    algorithms: new Set(readAlgorithms(options.algorithms ?? ['RS256'])),
    keys: keysOf(options),
  });
}

function readTenants({ issuer, tenants }: IssuerOptions): TrustedIssuer['tenants'] {
  if (tenants === 'any') return 'any';
  if (tenants === undefined) {
    if (isIssuerTemplate(issuer)) throw new TypeError('tenants is required for an issuer template: a list, or any');
    return undefined;
  }
  const list = readList('tenants', tenants).map((tenant) => tenant.toLowerCase());
  if (!list.every(isGuid)) throw new TypeError('tenants must be GUIDs');
  return new Set(list);
}

function readAlgorithms(algorithms: readonly JwsAlgorithm[]): readonly JwsAlgorithm[] {
  return readList('algorithms', algorithms).map((alg) => {
    const entry = findAlgorithm(alg);
    if (entry === undefined) throw new TypeError('algorithms must be of RS256, PS256 and ES256');
    return entry.alg;
  });
}

function readJwks(jwks: IssuerOptions['jwks']): ReturnType<typeof usableKeys> {
  try {
    return usableKeys(jwks);
  } catch (cause) {
    throw new TypeError('jwks must be a JWK Set with at least one usable public key', { cause });
  }
}

function readTimes(times: Partial<KeySetTimes>): KeySetTimes {
  checkKnownNames(times, { refreshAfterSeconds: true, maxAgeSeconds: true, coolDownSeconds: true });
  const fallback = defaultOptions.keySets;
  const maxAgeSeconds = readAmount('keySets.maxAgeSeconds', times.maxAgeSeconds ?? fallback.maxAgeSeconds, {
    most: 604_800,
  });
  const refreshAfter = times.refreshAfterSeconds ?? Math.min(fallback.refreshAfterSeconds, maxAgeSeconds);
  return Object.freeze({
    refreshAfterSeconds: readAmount('keySets.refreshAfterSeconds', refreshAfter, { most: maxAgeSeconds }),
    maxAgeSeconds,
    coolDownSeconds: readAmount('keySets.coolDownSeconds', times.coolDownSeconds ?? fallback.coolDownSeconds, {
      most: 3600,
    }),
  });
}

function readHttps(name: string, text: string): string {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new TypeError(`${name} must be an https address without user or fragment`);
  }
  return text;
}
