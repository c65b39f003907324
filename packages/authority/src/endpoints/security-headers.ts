/**
 * Headers of every reply of the STS. Any page may read it: no cookie and no other ambient right plays a part here.
 *
 * No Strict-Transport-Security: browsers would apply it to every port of localhost, also to plain-http programs of others.
 *
 * @param traceId - the id that an error reply names
 */
export function securityHeaders(traceId: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-ms-request-id, Retry-After',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-ms-request-id': traceId,
  };
}
