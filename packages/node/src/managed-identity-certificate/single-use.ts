import { type Clock, createLruMap, epochSeconds } from '@holdfast/core';
import type { IdentityCertificate } from './identity-certificate.ts';

/** Certificates that are not kept: each serves the one token that it was asked for. */
export interface SingleUse {
  /** The certificate of the token of a resource: on its way, or there until it expires. */
  find(resource: string): IdentityCertificate | undefined;
  /** Takes a certificate for a resource. @returns false where it was taken for another */
  take(resource: string, certificate: IdentityCertificate): boolean;
  /** Says until when the token lives, in epoch seconds; 0 when it did not come. */
  settle(resource: string, certificate: IdentityCertificate, until: number): void;
}

interface Served {
  readonly certificate: IdentityCertificate;
  /** Epoch seconds. */
  readonly until: number;
}

const mostResources = 1000;

/** Makes an empty set. */
export function createSingleUse(clock: Clock): SingleUse {
  const owners = new WeakMap<IdentityCertificate, string>();
  const served = createLruMap<Served>(mostResources);
  return {
    find(resource) {
      const found = served.find(resource);
      return found !== undefined && found.until > epochSeconds(clock) ? found.certificate : undefined;
    },
    take(resource, certificate) {
      const owner = owners.get(certificate) ?? resource;
      owners.set(certificate, owner);
      if (owner !== resource) return false;
      served.write(resource, { certificate, until: certificate.certificate.notAfter });
      return true;
    },
    settle(resource, certificate, until) {
      if (served.find(resource)?.certificate === certificate) served.write(resource, { certificate, until });
    },
  };
}
