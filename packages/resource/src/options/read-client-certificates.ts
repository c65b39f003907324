import type { EventSink } from '@holdfast/core';
import type { CertificateRules } from '../client-certificate/certificate-rules.ts';
import {
  type ClientCertificateOptions,
  dangerouslyTrustForwardedCertificate,
} from '../client-certificate/client-certificate-options.ts';
import { readConnectionCertificate } from '../client-certificate/read-connection-certificate.ts';
import type { ResourceEvent } from '../events/resource-event.ts';
import { checkKnownNames } from './check-values.ts';

/** Reads the rules for client certificates; that a header is trusted is said out loud. */
export function readClientCertificates(
  options: ClientCertificateOptions,
  publish: EventSink<ResourceEvent>,
): CertificateRules {
  checkKnownNames(options, { isRevoked: true });
  const isStrange = (symbol: symbol): boolean => symbol !== dangerouslyTrustForwardedCertificate;
  if (Object.getOwnPropertySymbols(options).some(isStrange)) throw new TypeError('a symbol is not an option');
  const { isRevoked, [dangerouslyTrustForwardedCertificate]: forwarded } = options;
  if (isRevoked !== undefined && typeof isRevoked !== 'function') throw new TypeError('isRevoked must be a function');
  if (forwarded !== undefined) {
    if (typeof forwarded !== 'function') throw new TypeError('forwardedCertificates makes what is trusted');
    publish({ name: 'option.dangerous', option: 'dangerouslyTrustForwardedCertificate' });
  }
  return Object.freeze({ read: forwarded ?? readConnectionCertificate, isRevoked, publish });
}
