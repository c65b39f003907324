import type { X509Certificate } from 'node:crypto';

// Everything that RFC 4514 would have to escape is left out: what needs an escape has two spellings, and is registered by thumbprint.
const part =
  /^(CN|OU|O|L|ST|C|DC|UID|serialNumber|emailAddress)=([^\p{C}\p{Z},+"\\<>;=#](?:[^\p{C}\p{Zl}\p{Zp},+"\\<>;=#]{0,126}[^\p{C}\p{Z},+"\\<>;=#])?)$/u;
const separator = /, ?/;
const mostParts = 16;

/** Tells whether a text is a subject name that can be registered: `CN=daemon, O=Contoso, C=DE`, the most specific part first. */
export function isSubjectName(text: string): boolean {
  const parts = text.split(separator);
  return parts.length <= mostParts && parts.every((one) => part.test(one));
}

/**
 * Tells whether a certificate has exactly this subject: every part, in this order, in these letters.
 *
 * @param name - as {@link isSubjectName} takes it
 * @see RFC 4514 section 2.1, which writes a name from its end
 */
export function hasSubject(certificate: X509Certificate, name: string): boolean {
  // Node writes one line per part and escapes what RFC 4514 escapes, line ends too: no value can look like two parts.
  return certificate.subject === name.split(separator).reverse().join('\n');
}
