// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const test =
  (file: string) =>
  (title: string): Witness => ({ file: `packages/authority/test/${file}.test.ts`, title });
const requests = test('imds/certificate-requests');
const certificates = test('imds/machine-certificates');
const sts = test('endpoints/machine-certificates');
const federated = test('endpoints/federated-assertions');
const attestation = test('attestation/attestation');
const gate = test('revocation/issue-gate');
const stream = test('admin/revocation-stream');

const wrongAtImds = sts('are not issued for a wrong attestation, of any kind (AADSTS1000610 to 1000614)');
const wrongAtSts = sts(
  'are refused for it where IMDS leaves that to the STS (AADSTS1000610 to 1000614), until the client fetches another',
);

/** Defences of `@holdfast/authority` around the certificates of managed identities, their attestation, and tokens as assertions. */
export const machineCertificateMutations: readonly Mutation[] = [
  {
    name: 'authority: a certificate request need not be signed by its own key',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: 'return isPss && (await request.verify());',
    replacement: 'return isPss || (await request.verify());',
    killedBy: [requests('are refused when they are of another key than the one that signed them')],
  },
  {
    name: 'authority: something may be smuggled into a certificate request',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: 'if (isWhole(der)) return new Pkcs10CertificateRequest(der);',
    replacement: 'return new Pkcs10CertificateRequest(der);',
    killedBy: [requests('are refused with anything smuggled in, signed or not, and in any spelling but DER')],
  },
  {
    name: 'authority: a certificate request may be signed with any salt',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: ' && salt === saltLength',
    replacement: '',
    killedBy: [requests('are refused with another signature scheme, hash or salt, and with a weak or foreign key')],
  },
  {
    name: 'authority: a certificate is issued for a weak key',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: `const { kty } = parsePublicJwk(key.export({ format: 'jwk' }));`,
    replacement: `const { kty } = key.export({ format: 'jwk' });`,
    killedBy: [requests('are refused with another signature scheme, hash or salt, and with a weak or foreign key')],
  },
  {
    name: 'authority: a certificate request may be for another identity',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: `values.get('CN')?.toLowerCase() === clientId &&`,
    replacement: '',
    killedBy: [
      requests('are refused for another subject: another identity, another tenant, and anything beside the two'),
    ],
  },
  {
    name: 'authority: a certificate request may be for another tenant',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: `values.get('DC')?.toLowerCase() === tenantId`,
    replacement: 'tenantId !== ""',
    killedBy: [
      requests('are refused for another subject: another identity, another tenant, and anything beside the two'),
    ],
  },
  {
    name: 'authority: a certificate request may say more than is understood',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: 'parts.length === 2 &&',
    replacement: '',
    killedBy: [
      requests('are refused for another subject: another identity, another tenant, and anything beside the two'),
    ],
  },
  {
    name: 'authority: a certificate request may come from another machine',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: ` && computeUnit['vmId'] === vmId`,
    replacement: '',
    killedBy: [requests('are refused from another machine, and with wishes that nobody would hear')],
  },
  {
    name: 'authority: an attribute that nobody hears is stepped over',
    file: `${src}/imds/read-certificate-request.ts`,
    defence: ' || others.length + more.length > 0',
    replacement: '',
    killedBy: [requests('are refused from another machine, and with wishes that nobody would hear')],
  },
  {
    name: 'authority: version 2 of IMDS answers whoever is tricked into a request',
    file: `${src}/imds/credential-query.ts`,
    defence: `if (headers['metadata'] !== 'true') throw new IdentityRefused('metadataMissing');`,
    replacement: 'void headers;',
    killedBy: [
      requests('are refused without the Metadata header, which is how clients find out that version 2 is here'),
    ],
  },
  {
    name: 'authority: version 2 of IMDS takes the resource id under the name of version 1',
    file: `${src}/imds/credential-query.ts`,
    defence: 'readQuery(url, otherNames)',
    replacement: 'readQuery(url, otherNames.slice(1))',
    killedBy: [requests('are refused for another version, other methods and names of version 1')],
  },
  {
    name: 'authority: whoever asks past the cache gets what is in it',
    file: `${src}/imds/issue-credential.ts`,
    defence: 'bypassCache ? undefined : kept.find(name)',
    replacement: 'kept.find(name)',
    killedBy: [
      certificates(
        'are given again to the same key until half of their life is over, and never with bypass_cache=true',
      ),
      sts('are given again by IMDS although they are revoked, unless bypass_cache says otherwise'),
    ],
  },
  {
    name: 'authority: a certificate is given again to another key',
    file: `${src}/imds/issue-credential.ts`,
    defence: '[identity.clientId, key.keyId, attestation]',
    replacement: '[identity.clientId, attestation]',
    killedBy: [
      certificates(
        'are given again to the same key until half of their life is over, and never with bypass_cache=true',
      ),
    ],
  },
  {
    name: 'authority: a certificate for which nothing was shown is given to whoever shows something',
    file: `${src}/imds/issue-credential.ts`,
    defence: '[identity.clientId, key.keyId, attestation]',
    replacement: '[identity.clientId, key.keyId]',
    killedBy: [
      certificates(
        'are given again to the same key until half of their life is over, and never with bypass_cache=true',
      ),
    ],
  },
  {
    name: 'authority: IMDS issues without the attestation that the identity requires',
    file: `${src}/imds/issue-credential.ts`,
    defence: `if (attestation === '' && identity.attestation === 'required') throw new IdentityRefused('attestationMissing');`,
    replacement: '',
    killedBy: [sts('take an attestation where the identity requires one: IMDS says so, and so does the STS')],
  },
  {
    name: 'authority: IMDS takes an attestation unread',
    file: `${src}/imds/issue-credential.ts`,
    defence: `attestation === undefined || identity.attestationCheck === 'sts'`,
    replacement: `attestation === undefined || identity.name !== ''`,
    killedBy: [wrongAtImds],
  },
  {
    name: 'authority: an attestation that was revoked gets another certificate',
    file: `${src}/imds/issue-credential.ts`,
    defence: `if (issuer.revocations.isAttestationRevoked(attested)) throw new TokenRefused('attestationClaimWrong');`,
    replacement: '',
    killedBy: [
      sts(
        'are refused once their attestation is revoked, by its own id or by that of the key; a new attestation mends it',
      ),
    ],
  },
  {
    name: 'authority: the STS believes what IMDS made of an attestation',
    file: `${src}/steps/judge-machine-certificate.ts`,
    defence: 'if (attestation === undefined) {',
    replacement: `if (attestation === undefined || clientId !== '') {`,
    killedBy: [wrongAtSts],
  },
  {
    name: 'authority: the STS does not ask for the attestation that the identity requires',
    file: `${src}/steps/judge-machine-certificate.ts`,
    defence: `if (identity?.attestation === 'required') throw new TokenRefused('attestationClaimWrong');`,
    replacement: 'void identity;',
    killedBy: [sts('are no use without an attestation once the identity requires one: the STS asks again')],
  },
  {
    name: 'authority: an attestation must be in force when its certificate is used, days later',
    file: `${src}/steps/judge-machine-certificate.ts`,
    defence: '{ keyId, clientId, at: issuedAt }',
    replacement: '{ keyId, clientId, at: Date.now() + 10 * 86_400_000 + issuedAt - issuedAt }',
    killedBy: [sts('outlive the attestation they were issued for, by days')],
  },
  {
    name: 'authority: a certificate with the right name needs no issuer',
    file: `${src}/certificates/machine-certificate.ts`,
    defence: 'certificate.verify(authority.publicKey)',
    replacement: 'true',
    killedBy: [
      sts('of another authority are refused without a code where they look like one, and with one where they do not'),
    ],
  },
  {
    name: 'authority: the certificate of one identity speaks for another',
    file: `${src}/client-auth/authenticate.ts`,
    defence: 'return machine?.clientId === application.clientId && machine.tenantId === application.tenantId;',
    replacement: 'return machine !== undefined && application !== undefined;',
    killedBy: [sts('are worth nothing to another identity, to an application, and in another tenant')],
  },
  {
    name: 'authority: a revoked certificate of a managed identity is refused for good',
    file: `${src}/steps/judge-machine-certificate.ts`,
    defence: `if (reason === 'certificateRevoked') throw new TokenRefused('machineCertificateRevoked', '', error);`,
    replacement: '',
    killedBy: [sts('are refused once they are revoked, without a code, so that clients fetch another one')],
  },
  {
    name: 'authority: a certificate that is revoked while its token is signed is refused for good',
    file: `${src}/revocation/issue-gate.ts`,
    defence: `machine === undefined ? 'certificateRevoked' : 'machineCertificateRevoked'`,
    replacement: `'certificateRevoked'`,
    killedBy: [
      gate(
        'refuses the holder of a certificate of a managed identity in words of its own, also when it is revoked in the meantime',
      ),
    ],
  },
  {
    name: 'authority: a token leaves for an attestation that was revoked while it was signed',
    file: `${src}/revocation/issue-gate.ts`,
    defence: 'if (machine?.attested !== undefined && book',
    replacement: 'if (machine?.attested !== undefined && notBefore < 0 && book',
    killedBy: [
      sts(
        'are refused once their attestation is revoked, by its own id or by that of the key; a new attestation mends it',
      ),
      gate(
        'refuses the holder of a certificate of a managed identity in words of its own, also when it is revoked in the meantime',
      ),
    ],
  },
  {
    name: 'authority: APIs that follow are told what they cannot apply',
    file: `${src}/admin/revocation-stream.ts`,
    defence: `return kind !== 'attestation';`,
    replacement: `return kind !== undefined;`,
    killedBy: [stream('does not tell what was shown of a key: no token says that, and an API could not apply it')],
  },
  {
    name: 'authority: anybody may say where a key is kept',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: `if (jws.payload['iss'] !== endpoint()) throw new TokenRefused('attestationIssuerWrong');`,
    replacement: '',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: the keys of an attestation may lie on another host',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: `throw new TokenRefused('attestationAddressWrong');`,
    replacement: 'void 0;',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: an attestation need not be signed',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: 'await verifySignature(jws, key.kid, await verificationKey);',
    replacement: '',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: an attestation never ends',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: ' && now < exp',
    replacement: '',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: an attestation may be of another key',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: ' && attestedKeyId(runtime) === keyId',
    replacement: '',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: an attestation may be for another identity',
    file: `${src}/attestation/verify-attestation.ts`,
    defence: 'attestedFor === clientId && ',
    replacement: '',
    killedBy: [wrongAtImds, wrongAtSts],
  },
  {
    name: 'authority: a key is attested that nobody was shown to hold',
    file: `${src}/attestation/read-statement.ts`,
    defence: '.then((key) => verifyCompactJws(jws, { key }))',
    replacement: '.then((key) => void key)',
    killedBy: [attestation('refuses a statement that its own key did not sign, or that is of another place or time')],
  },
  {
    name: 'authority: a statement about a key counts for ever',
    file: `${src}/attestation/read-statement.ts`,
    defence: ' || Math.abs(iat - now) > skewSeconds',
    replacement: '',
    killedBy: [attestation('refuses a statement that its own key did not sign, or that is of another place or time')],
  },
  {
    name: 'authority: a statement for another service is taken',
    file: `${src}/attestation/read-statement.ts`,
    defence: `if (aud !== expected.audience) refuse('aud');`,
    replacement: 'void aud;',
    killedBy: [attestation('refuses a statement that its own key did not sign, or that is of another place or time')],
  },
  {
    name: 'authority: an attestation lives as long as the caller likes',
    file: `${src}/attestation/attestation.ts`,
    defence: 'Math.min(endsBy, latest)',
    replacement: 'endsBy',
    killedBy: [attestation('says InMemory whatever the caller would like to hear, and never lives longer than it may')],
  },
  {
    name: 'authority: anybody’s token is an assertion',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: `if (!trusted.some((one) => isMeant(one, subject))) throw new TokenRefused('federatedSubjectUnknown');`,
    replacement: 'void isMeant; void subject;',
    killedBy: [federated('must be of whoever the application trusts, and for the exchange of tokens')],
  },
  {
    name: 'authority: a token for an API is an assertion',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: `filter(({ audience }) => audience === jws.payload['aud'])`,
    replacement: 'filter(({ audience }) => audience !== undefined)',
    killedBy: [federated('must be of whoever the application trusts, and for the exchange of tokens')],
  },
  {
    name: 'authority: an application of the same name is the identity that is trusted',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: 'subject?.kind === kind && ',
    replacement: 'kind !== undefined && subject !== undefined && ',
    killedBy: [federated('must be of whoever the application trusts, and for the exchange of tokens')],
  },
  {
    name: 'authority: a token that is shown as an assertion need not be signed',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: 'await verifySignature(jws, federation);',
    replacement: 'void verifySignature;',
    killedBy: [federated('must be signed by this authority, unchanged, and in force')],
  },
  {
    name: 'authority: a token that has expired is an assertion',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: ' && now < exp + skewSeconds',
    replacement: '',
    killedBy: [federated('must be signed by this authority, unchanged, and in force')],
  },
  {
    name: 'authority: whoever was revoked lives on in the tokens of others',
    file: `${src}/client-auth/federated-assertion.ts`,
    defence: `if (federation.isRevoked(readFacts(jws.payload))) throw new TokenRefused('federatedTokenRevoked');`,
    replacement: 'void readFacts;',
    killedBy: [federated('are worth nothing once they, their identity or their certificate are revoked')],
  },
  {
    name: 'authority: a bound token that was stolen is a bearer assertion',
    file: `${src}/client-auth/client-assertion.ts`,
    defence: `throw new TokenRefused('assertionMalformed', 'it is bound, and must be sent as jwt-pop');`,
    replacement: 'return undefined;',
    killedBy: [
      federated(
        'are never worth more than they were: a bound one is no bearer assertion, an unbound one vouches for no certificate',
      ),
    ],
  },
  {
    name: 'core: an address of keys is admitted where nobody compares it',
    file: 'packages/core/src/jws/compact.ts',
    defence: 'options.allowJku === true && ',
    replacement: '',
    killedBy: ['catalogue 07'],
  },
];
