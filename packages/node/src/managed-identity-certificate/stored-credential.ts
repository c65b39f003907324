import {
  type Clock,
  decodeBase64,
  encodeBase64,
  epochSeconds,
  isGuid,
  type JsonObject,
  parseStrictJsonObject,
} from '@holdfast/core';
import { checkIssuedCertificate } from '../imds-credential/check-certificate.ts';
import { parseNamedEndpoint } from '../imds-credential/known-hosts.ts';
import type { MachineKey } from '../machine-key/machine-key.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import { isUsable } from './lifetime.ts';

/**
 * Writes a certificate for the next process. Its key is no part of it.
 *
 * @param name - what the certificate is stored as: a copy under the name of another identity is none of that
 */
export function buildStoredCredential(credential: IdentityCertificate, name: string): string {
  const { certificate, clientId, tenantId, identityType, tokenEndpoint, keyId, isAttested } = credential;
  const der = encodeBase64(certificate.der);
  return JSON.stringify({
    version: 1,
    name,
    clientId,
    tenantId,
    identityType,
    tokenEndpoint,
    keyId,
    isAttested,
    certificate: der,
  });
}

/** What a stored certificate must fit. */
export interface StoredExpectation {
  /** What it is stored as. */
  readonly name: string;
  readonly key: MachineKey;
  readonly isAttested: boolean;
  readonly allowedHosts: ReadonlySet<string>;
  readonly clock: Clock;
}

/**
 * Reads what another process left: it is checked as if IMDS had sent it.
 *
 * Not checked: who issued it, and whether it was refused meanwhile.
 *
 * @returns undefined for what is no certificate that may be used now: of another key, of an identity or a host that is not ours, with 24 hours or less left
 */
export function parseStoredCredential(text: string, expected: StoredExpectation): IdentityCertificate | undefined {
  const { name, key, isAttested, allowedHosts, clock } = expected;
  try {
    const { name: storedName, certificate: encoded, ...facts } = readMembers(parseStrictJsonObject(text));
    if (storedName !== name || facts.keyId !== key.keyId || facts.isAttested !== isAttested) return undefined;
    const { clientId, tenantId, tokenEndpoint } = facts;
    const rule = { purpose: 'token', member: 'tokenEndpoint', allowedHosts } as const;
    const isWhole = new URL(parseNamedEndpoint(tokenEndpoint, rule)).pathname === `/${tenantId}/oauth2/v2.0/token`;
    if (!isWhole) return undefined;
    const certificate = checkIssuedCertificate(decodeBase64(encoded), { key, clientId, tenantId, clock });
    if (!isUsable(certificate, epochSeconds(clock))) return undefined;
    const { strength } = key;
    return Object.freeze({ ...facts, certificate, strength, bypassCache: false, reason: 'first', isKept: true });
  } catch {
    return undefined;
  }
}

function readMembers(stored: JsonObject) {
  const { version, name, clientId, tenantId, identityType, tokenEndpoint, keyId, isAttested, certificate } = stored;
  const isIdentity = isGuid(clientId) && isGuid(tenantId);
  const isType = identityType === 'SystemAssigned' || identityType === 'UserAssigned';
  const isText = typeof tokenEndpoint === 'string' && typeof keyId === 'string' && typeof certificate === 'string';
  if (version !== 1 || !isIdentity || !isType || !isText || typeof isAttested !== 'boolean') throw new TypeError();
  return { name, clientId, tenantId, identityType, tokenEndpoint, keyId, isAttested, certificate } as const;
}
