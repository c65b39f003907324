import type { StsEndpoint } from './sts-parts.ts';

const forAnyPage = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-ms-request-id, Retry-After',
};

/**
 * Headers of every reply of the STS. Any page may read the ordinary endpoint, where no cookie and no other ambient right plays a part. No
 * page may read the mTLS endpoint: there the browser's own certificate would be such a right.
 *
 * No Strict-Transport-Security: browsers would apply it to every port of localhost, also to plain-http programs of others.
 *
 * @param traceId - the id that an error reply names
 */
export function securityHeaders(traceId: string, endpoint: StsEndpoint): Readonly<Record<string, string>> {
  return {
    ...(endpoint === 'tls' ? forAnyPage : {}),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-ms-request-id': traceId,
  };
}
