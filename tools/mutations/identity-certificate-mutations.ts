// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const imds = 'packages/node/src/imds-credential';
const room = 'packages/node/src/managed-identity-certificate';
const client = 'packages/node/src/managed-identity';
const files = 'packages/node/src/private-directory';
const witness =
  (file: string) =>
  (title: string): Witness => ({ file: `packages/node/test/${file}.test.ts`, title });
const answers = witness('imds-credential/answers');
const imdsDefence = witness('imds-credential/defences');
const defence = witness('managed-identity-certificate/defences');
const certificate = witness('imds-credential/check-certificate');
const happy = witness('managed-identity-certificate/happy-path');
const table = witness('managed-identity-certificate/state-table');
const tls = witness('managed-identity-certificate/tls-refusal');
const loop = witness('managed-identity-certificate/remediation');
const life = witness('managed-identity-certificate/lifetime');
const privateFile = witness('private-directory/private-file');
const persistence = witness('managed-identity-certificate/persistence');
const keys = witness('managed-identity-certificate/keys-and-attestation');

/** Defences of certificates of managed identities: what IMDS is believed, what a refusal means, what lies in files. */
export const identityCertificateMutations: readonly Mutation[] = [
  {
    name: 'node: whoever answers in the place of IMDS is believed',
    file: `${imds}/platform-metadata.ts`,
    defence: `if (!/imds/i.test(response.headers.get('server') ?? '')) {`,
    replacement: `if (response.headers.get('server') === 'nobody') {`,
    killedBy: [
      answers(
        'GetCsrMetadataAsyncFailsWithMissingServerHeader, …WithInvalidFormat: whoever does not say that it is IMDS is not believed',
      ),
    ],
  },
  {
    name: 'node: IMDS may name any host as the token endpoint',
    file: `${imds}/known-hosts.ts`,
    defence: `if (!isBare || url.protocol !== 'https:' || !isKnownHost(url, purpose, allowedHosts)) {`,
    replacement: `if (!isBare || url.protocol !== 'https:') {`,
    killedBy: [keys('IMDS that names http, or somebody else: nothing is sent there')],
  },
  {
    name: 'node: a host that only begins like one of a cloud is one',
    file: `${imds}/known-hosts.ts`,
    defence: 'escapeDots(known)}$`)',
    replacement: 'escapeDots(known)}`)',
    killedBy: [answers('a host that only begins like one of a cloud is none')],
  },
  {
    name: 'node: the metadata of another identity will do',
    file: `${imds}/platform-metadata.ts`,
    defence: `if (identity.kind === 'client-id' && identity.value.toLowerCase() !== clientId)`,
    replacement: `if (identity.kind === 'client-id' && clientId === '')`,
    killedBy: [answers('another identity than the one that was asked for')],
  },
  {
    name: 'node: what IMDS calls the machine goes into the certificate request as it is',
    file: `${imds}/platform-metadata.ts`,
    defence: `if (typeof value === 'string' && /^[A-Za-z0-9._/-]{1,256}$/.test(value)) return value;`,
    replacement: `if (typeof value === 'string') return value;`,
    killedBy: [imdsDefence('the name of a machine that would write another member into the certificate request')],
  },
  {
    name: 'node: a credential of another tenant will do',
    file: `${imds}/issued-credential.ts`,
    defence: 'if (tenantId !== metadata.tenantId)',
    replacement: `if (tenantId === '')`,
    killedBy: [imdsDefence('the credential of another tenant')],
  },
  {
    name: 'node: a certificate with the name of another identity will do',
    file: `${imds}/check-certificate.ts`,
    defence: `const isOurs = lower(name) === clientId && lower(domain) === tenantId;`,
    replacement: `const isOurs = lower(domain) === tenantId;`,
    killedBy: [certificate('one of somebody else, or of the past, is none')],
  },
  {
    name: 'node: a certificate of another tenant will do',
    file: `${imds}/check-certificate.ts`,
    defence: `const isOurs = lower(name) === clientId && lower(domain) === tenantId;`,
    replacement: `const isOurs = lower(name) === clientId;`,
    killedBy: [certificate('one of somebody else, or of the past, is none')],
  },
  {
    name: 'node: a certificate that has expired will do',
    file: `${imds}/check-certificate.ts`,
    defence: `if (now > certificate.notAfter) throw refused('expired');`,
    replacement: '',
    killedBy: [certificate('one of somebody else, or of the past, is none')],
  },
  {
    name: 'node: the cache of IMDS answers where it must be passed over',
    file: `${imds}/build-requests.ts`,
    defence: `['bypass_cache', bypassCache ? 'true' : undefined],`,
    replacement: '',
    killedBy: [imdsDefence('IMDS is told to pass over its cache when it must, and only then')],
  },
  {
    name: 'node: an IMDS without certificates is asked for a bearer token',
    file: `${client}/managed-identity-client.ts`,
    defence: `const token = await (scheme === 'mtls_pop' ? client.acquireBoundToken(wanted) : client.acquireToken(wanted));`,
    replacement: `const token = await (scheme === 'mtls_pop' ? client.acquireBoundToken(wanted).catch(() => client.acquireToken(wanted)) : client.acquireToken(wanted));`,
    killedBy: [
      keys(
        'ImdsV2EndpointsAreNotAvailableButMtlsPopTokenWasRequested: an error, and no bearer token of version 1 in its place',
      ),
    ],
  },
  {
    name: 'node: a key that is too weak is used all the same',
    file: `${room}/managed-identity-certificate.ts`,
    defence: 'checkKeyStrength(key.strength, minStrength);',
    replacement: '',
    killedBy: [
      defence('a key that is too weak: nothing is sent'),
      defence('a certificate that was left for a weak key is not used where a strong one is asked for'),
    ],
  },
  {
    name: 'node: after a refusal the old statement about the key is shown again',
    file: `${room}/mint-certificate.ts`,
    defence: `const remembered = reason === 'remediation' ? 'refused' : 'allowed';`,
    replacement: `const remembered = 'allowed';`,
    killedBy: [keys('a certificate that is refused: the statement that is remembered will not do for the next')],
  },
  {
    name: 'node: claims are sent with the old certificate',
    file: `${room}/choose-certificate.ts`,
    defence: `if (hasClaims && !isReplaced) return`,
    replacement: `if (hasClaims && isReplaced) return`,
    killedBy: [defence('claims come with a new certificate')],
  },
  {
    name: 'node: every caller whose token was refused has a certificate of his own',
    file: `${room}/choose-certificate.ts`,
    defence: `const isReplaced = before !== undefined && holder.successorOf(before) !== undefined;`,
    replacement: 'const isReplaced = false;',
    killedBy: [table('200 callers whose token was refused together: one certificate, one token request')],
  },
  {
    name: 'node: a token outlives its certificate',
    file: `${room}/certified-tokens.ts`,
    defence: 'const expires = Math.min(expiresInSeconds, left);',
    replacement: 'const expires = Math.max(expiresInSeconds, left);',
    killedBy: [
      happy('a resource with a slash at its end is asked for without; a token never outlives its certificate'),
    ],
  },
  {
    name: 'node: any refusal of the client has another certificate asked for',
    file: `${room}/judge-refusal.ts`,
    defence: 'const isAttestation = code === undefined || (code >= firstCode && code <= lastCode);',
    replacement: 'const isAttestation = true;',
    killedBy: [defence('an error that is not about the certificate: no other certificate')],
  },
  {
    name: 'node: the second code of a refusal counts, too',
    file: `${room}/judge-refusal.ts`,
    defence: 'const [code] = error.errorCodes;',
    replacement: 'const code = error.errorCodes.at(-1);',
    killedBy: [defence('an error that is not about the certificate: no other certificate')],
  },
  {
    name: 'node: TLS may refuse certificates for ever',
    file: `${room}/loop-book.ts`,
    defence: ' || tlsRefusals > 1,',
    replacement: ',',
    killedBy: [tls('once: the second refusal in a row is surfaced: Retry Failed')],
  },
  {
    name: 'node: the loop has no end in time',
    file: `${room}/loop-book.ts`,
    defence: 'delayMs >= deadlineMs - (elapsed() - startedAt) || ',
    replacement: '',
    killedBy: [loop('two minutes after the first refusal it ends; pauses double up to thirty seconds')],
  },
  {
    name: 'node: the loop asks sooner than it was told to',
    file: `${room}/plan-pause.ts`,
    defence: 'Math.max(jitter, (error.retryAfterSeconds ?? 0) * 1000)',
    replacement: 'jitter',
    killedBy: [loop('Retry-After is the least, and what does not fit before the end is not waited for')],
  },
  {
    name: 'node: who waited while the loop gave up begins another',
    file: `${room}/remediation.ts`,
    defence: 'if (book.hasFailedSince(begun)) return undefined;',
    replacement: '',
    killedBy: [loop('who waited while the loop gave up does not begin another; who comes later does')],
  },
  {
    name: 'node: the tokens of others keep a caller asking for ever',
    file: `${room}/remediation.ts`,
    defence: 'if (book.isOutOfPatience(begun)) {',
    replacement: 'if (book.isOutOfPatience(begun) && refusal === undefined) {',
    killedBy: [loop('the tokens of another resource end loops, and not the limits of whoever is refused all the same')],
  },
  {
    name: 'node: a certificate is used until its last second',
    file: `${room}/lifetime.ts`,
    defence: 'return notAfter - now > leastLeftSeconds;',
    replacement: 'return notAfter > now;',
    killedBy: [life('Set_Skips_When_Lifetime_Equals_MinRemainingLifetime; Read_Boundary_JustOver24h_IsAccepted')],
  },
  {
    name: 'node: exactly 24 hours will do',
    file: `${room}/lifetime.ts`,
    defence: 'return notAfter - now > leastLeftSeconds;',
    replacement: 'return notAfter - now >= leastLeftSeconds;',
    killedBy: [life('Set_Skips_When_Lifetime_Equals_MinRemainingLifetime; Read_Boundary_JustOver24h_IsAccepted')],
  },
  {
    name: 'node: a stored certificate of another key is used',
    file: `${room}/stored-credential.ts`,
    defence:
      'if (storedName !== name || facts.keyId !== key.keyId || facts.isAttested !== isAttested) return undefined;',
    replacement: '',
    killedBy: [
      defence('a stored certificate of an attested key is none for a key that is not; nor is one of another key'),
    ],
  },
  {
    name: 'node: a stored certificate may name any endpoint',
    file: `${room}/stored-credential.ts`,
    defence: 'if (!isWhole) return undefined;',
    replacement: '',
    killedBy: [defence('a stored token endpoint with another path is none')],
  },
  {
    name: 'node: a file that others may read is believed',
    file: `${files}/private-file.ts`,
    defence: `(isPosix && (uid !== process.getuid?.() || (mode & 0o077) !== 0))`,
    replacement: `(isPosix && uid !== process.getuid?.())`,
    killedBy: [privateFile('a file that others may read is none of ours')],
  },
  {
    name: 'node: a directory that others may write to is used',
    file: `${files}/private-file.ts`,
    defence: `(isPosix && (uid !== process.getuid?.() || (mode & 0o022) !== 0))`,
    replacement: `(isPosix && uid !== process.getuid?.())`,
    killedBy: [privateFile('a directory that others may write to is none of ours')],
  },
  {
    name: 'node: a link is followed to what is read',
    file: `${files}/private-file.ts`,
    defence: 'constants.O_RDONLY | constants.O_NOFOLLOW |',
    replacement: 'constants.O_RDONLY |',
    killedBy: [privateFile('a link is not followed')],
  },
  {
    name: 'node: private files are as readable as the process makes them',
    file: `${files}/private-file.ts`,
    defence: 'const privateMode = 0o600;',
    replacement: 'const privateMode = 0o644;',
    killedBy: [
      persistence('what lies there: nobody else may read it, the certificate file holds no key, nothing is left over'),
    ],
  },
];
