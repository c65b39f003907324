import { createHash, X509Certificate } from 'node:crypto';
import { jwkThumbprint, parsePublicJwk } from '@holdfast/core';
import { toIsoTime, toRelativeTime } from '../../terminal/relative-time.ts';
import type { Explanation, Member } from '../facts/explanation.ts';
import { type Finding, finding, judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { readDer, readPem } from '../tolerant/pem.ts';
import { describeStrength } from '../words/describe-key.ts';
import { openX509 } from '../x509/open-x509.ts';

/** Recognises certificates: PEM, DER, or base64 of DER. */
export const recogniseCertificate: Recogniser = (subject) => {
  const blocks = readPem(subject).filter(({ label }) => label === 'CERTIFICATE');
  if (blocks.length > 0)
    return async (question) =>
      explainChain(
        blocks.map(({ der }) => der),
        question,
      );
  const der = readDer(subject);
  const certificate = der === undefined ? undefined : readCertificate(der);
  return certificate === undefined || der === undefined
    ? undefined
    : async (question) => explainCertificate(der, question);
};

async function explainChain(ders: readonly Uint8Array[], question: Question): Promise<Explanation> {
  const [first, ...rest] = await Promise.all(ders.map((der) => explainCertificate(der, question)));
  if (first === undefined || rest.length === 0) return first ?? unreadable();
  return {
    kind: 'certificate-chain',
    title: `${ders.length} certificates`,
    members: [],
    findings: [],
    inside: [first, ...rest],
  };
}

async function explainCertificate(der: Uint8Array, { now }: Question): Promise<Explanation> {
  const certificate = readCertificate(der);
  if (certificate === undefined) return unreadable();
  const { subject, issuer, serialNumber, subjectAltName, validFromDate, validToDate } = certificate;
  const { members: keyMembers, findings } = await describePublicKey(certificate);
  const [from, to] = [secondsOf(validFromDate), secondsOf(validToDate)];
  const part = 'certificate';
  const members: readonly Member[] = [
    { part, name: 'x5t#S256', value: digest(der, 'sha256', 'base64url'), says: 'what cnf and assertions name it by' },
    { part, name: 'x5t', value: digest(der, 'sha1', 'base64url'), says: 'SHA-1, for authorities that know no other' },
    { part, name: 'sha1', value: digest(der, 'sha1', 'hex').toUpperCase(), says: 'as Azure shows it' },
    { part, name: 'subject', value: oneLine(subject) },
    { part, name: 'issuer', value: oneLine(issuer), says: subject === issuer ? 'issued by itself' : undefined },
    { part, name: 'serial', value: serialNumber },
    ...(subjectAltName === undefined ? [] : [{ part, name: 'names', value: subjectAltName }]),
    describeInstant('from', from, now),
    describeInstant('to', to, now),
    { part, name: 'for', value: certificate.ca ? 'issuing certificates (CA)' : 'an end of a connection' },
    ...keyMembers,
  ];
  return {
    kind: 'certificate',
    title: 'Certificate (X.509)',
    members,
    findings: [...findings, ...judgePeriod({ from, to, now }), ...(await judgeHash(der))],
    inside: [],
  };
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

// A damaged certificate may have times that are none.
function describeInstant(name: string, seconds: number, now: number): Member {
  const iso = toIsoTime(seconds);
  return {
    part: 'certificate',
    name,
    value: iso ?? 'no time',
    says: iso === undefined ? undefined : toRelativeTime(seconds, now),
  };
}

function judgePeriod({ from, to, now }: Readonly<Record<'from' | 'to' | 'now', number>>): readonly Finding[] {
  // Asked this way round, so that a time which is not a number fails.
  if (from <= now && now <= to) return [];
  const missed = now < from ? from : to;
  return [
    finding('INSPECT_CERTIFICATE_PERIOD', toIsoTime(missed) === undefined ? undefined : toRelativeTime(missed, now)),
  ];
}

async function judgeHash(der: Uint8Array): Promise<readonly Finding[]> {
  const { X509Certificate: Reader } = await openX509();
  try {
    const { hash } = new Reader(new Uint8Array(der)).signatureAlgorithm as {
      readonly hash?: { readonly name?: string };
    };
    return isWeakHash(hash?.name) ? [finding('INSPECT_HASH_WEAK', hash?.name)] : [];
  } catch {
    return [finding('INSPECT_CERTIFICATE_UNREADABLE')];
  }
}

/** Tells whether a hash can be forged. */
export function isWeakHash(name: string | undefined): boolean {
  return name !== undefined && /^(?:sha-?1|md5|md2)$/i.test(name);
}

async function describePublicKey(certificate: X509Certificate): Promise<Pick<Explanation, 'members' | 'findings'>> {
  const part = 'key';
  const { value: jwk, findings } = await judge(() => parsePublicJwk(exportKey(certificate)));
  if (jwk === undefined) {
    const type = certificate.publicKey.asymmetricKeyType ?? 'unknown';
    return { members: [{ part, name: 'type', value: type }], findings };
  }
  return {
    members: [
      {
        part,
        name: 'thumbprint',
        value: await jwkThumbprint(jwk),
        says: `${describeStrength(jwk)}; of the key, RFC 7638`,
      },
    ],
    findings,
  };
}

function exportKey(certificate: X509Certificate): unknown {
  try {
    return certificate.publicKey.export({ format: 'jwk' });
  } catch {
    return undefined;
  }
}

function readCertificate(der: Uint8Array): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der);
    // A key of an unknown kind is found out when it is looked at.
    certificate.publicKey.asymmetricKeyType?.toString();
    return certificate;
  } catch {
    return undefined;
  }
}

function unreadable(): Explanation {
  return {
    kind: 'certificate',
    title: 'Certificate (X.509)',
    members: [],
    findings: [finding('INSPECT_CERTIFICATE_UNREADABLE')],
    inside: [],
  };
}

function digest(der: Uint8Array, hash: string, encoding: 'base64url' | 'hex'): string {
  return createHash(hash).update(der).digest(encoding);
}

function oneLine(name: string | undefined): string {
  // An empty name is none at all to Node, whatever its types say.
  return (name ?? '').split('\n').reverse().join(', ');
}
