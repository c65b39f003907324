import { isThumbprint } from '@holdfast/core';
import { isSubjectName } from '../certificates/subject-name.ts';
import { field, record } from '../shapes/collection.ts';
import { type Shape, settled, text } from '../shapes/shape.ts';
import type { WrittenCertificate } from './written-configuration.ts';

const hex = /^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/;

const certificateFields = {
  thumbprint: field(
    text({
      what: 'the SHA-256 thumbprint of the certificate, as x5t#S256 (43 characters) or as 64 hexadecimal digits',
      pattern: /^[A-Za-z0-9_:-]{43,95}$/,
      accept: (value) => isThumbprint(value) || hex.test(value),
    }),
    'Exactly this certificate: SHA-256 of its DER, as x5t#S256 or as hexadecimal digits.',
  ),
  subjectName: field(
    text({
      what: 'a subject name without escapes, the most specific part first, such as CN=daemon, O=Contoso, C=DE',
      pattern: /^[A-Za-z]{1,12}=.{1,1024}$/u,
      accept: isSubjectName,
    }),
    'Every certificate with exactly this subject, the most specific part first, that `issuer` signed.',
  ),
  issuer: field(
    text({ what: 'client-ca, or the name of a PEM file', pattern: /^.{1,256}$/u }),
    'client-ca for the authority that `certificate: issue` uses, or a PEM file with the one that signed the certificate itself, relative to the configuration file.',
  ),
} as const;

const mend = 'Write either a thumbprint alone, or a subjectName and an issuer.';

/** How an application is known by a certificate: the very one, or a name in the mouth of one issuer. */
export const certificateShape: Shape<WrittenCertificate> = settled(record(certificateFields), {
  schema: {
    oneOf: [
      { required: ['thumbprint'], maxProperties: 1 },
      { required: ['subjectName', 'issuer'], maxProperties: 2 },
    ],
  },
  settle: ({ thumbprint, subjectName, issuer }, refuse) => {
    if (thumbprint !== undefined) {
      if (subjectName !== undefined || issuer !== undefined) return refuse('a thumbprint stands beside a name', mend);
      return { thumbprint: asBase64url(thumbprint) };
    }
    if (subjectName === undefined) return refuse('the certificate has no name and no thumbprint', mend);
    // A name that anybody may sign is no name.
    if (issuer === undefined) return refuse('the subject name has no issuer', mend);
    return { subjectName, issuer };
  },
});

function asBase64url(thumbprint: string): string {
  return hex.test(thumbprint) ? Buffer.from(thumbprint.replaceAll(':', ''), 'hex').toString('base64url') : thumbprint;
}
