import type { X509Certificate } from 'node:crypto';

/**
 * Orders what came along with a certificate as a chain: each issued, by name and by signature, the one before it.
 *
 * Servers and `x5c` (RFC 7515 section 4.1.6) want this order, and bundles have any; what is no part of the chain is left out.
 */
export function orderChain(leaf: X509Certificate, others: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  const left = new Set(others);
  for (let last: X509Certificate | undefined = leaf; last !== undefined; ) {
    const issued: X509Certificate = last;
    // A self-signed certificate is its own issuer, and the end.
    const issuer = [...left].find((other) => !issued.raw.equals(other.raw) && hasIssued(other, issued));
    if (issuer !== undefined) {
      left.delete(issuer);
      chain.push(issuer);
    }
    last = issuer;
  }
  return chain;
}

function hasIssued(issuer: X509Certificate, issued: X509Certificate): boolean {
  return issued.checkIssued(issuer) && issued.verify(issuer.publicKey);
}
