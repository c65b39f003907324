// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const bindingMatrix = (title: string): Witness => ({
  file: 'packages/authority/test/endpoints/binding-matrix.test.ts',
  title,
});
const adminService = (title: string): Witness => ({ file: 'packages/authority/test/admin/admin-api.test.ts', title });
const foreignRequests = (title: string): Witness => ({
  file: 'packages/authority/test/identity-requests/foreign-requests.test.ts',
  title,
});

const mtls = (file: 'attacks' | 'refusals' | 'assertions' | 'tokens', title: string): Witness => ({
  file: `packages/authority/test/endpoints/mtls-${file}.test.ts`,
  title,
});

/** Defences of `@holdfast/authority`. */
export const authorityMutations: readonly Mutation[] = [
  {
    name: 'authority: a reader that takes nothing keeps its place for ever',
    file: `${src}/admin/open-streams.ts`,
    defence: 'if (idleSigns >= mostIdleSigns) response.destroy();',
    replacement: 'if (idleSigns < 0) response.destroy();',
    killedBy: [
      {
        file: 'packages/authority/test/abuse/event-streams.test.ts',
        title: 'one that takes nothing for a minute loses its place, and no other does',
      },
      {
        file: 'packages/authority/test/abuse/revocation-streams.test.ts',
        title: 'a reader that takes nothing for twenty seconds loses its place',
      },
    ],
  },
  {
    name: 'authority: an assertion may be meant for others as well',
    file: `${src}/client-auth/assertion-claims.ts`,
    defence: `if (typeof value !== 'string' || others.length > 0) return false;`,
    replacement: `if (typeof value !== 'string') return false;`,
    killedBy: ['catalogue 22'],
  },
  {
    name: 'authority: the beginning of an audience is enough',
    file: `${src}/client-auth/assertion-claims.ts`,
    defence: 'return accepted.includes(value) || accepted.includes(value.toLowerCase());',
    replacement: 'return accepted.some((one) => value.startsWith(one));',
    killedBy: ['catalogue 22'],
  },
  {
    name: 'authority: an assertion may name two certificates',
    file: `${src}/client-auth/assertion-certificate.ts`,
    defence: 'x5c === undefined ? application.certificates : recogniseLeaf(x5c, application, at);',
    replacement: 'application.certificates;',
    killedBy: ['catalogue 36'],
  },
  {
    name: 'authority: the signature of an assertion is not verified',
    file: `${src}/client-auth/client-assertion.ts`,
    defence: 'await verifyCompactJws(jws, { key });',
    replacement: '',
    killedBy: ['catalogue 36'],
  },
  {
    name: 'authority: a file is written through whatever link stands in its place',
    file: `${src}/storage/write-atomically.ts`,
    defence: 'await rename(temporary, path);',
    replacement: `await (await import('node:fs/promises')).writeFile(path, text);`,
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: somebody else’s folder becomes the data directory',
    file: `${src}/storage/data-directory.ts`,
    defence: 'throw new DataForeign();\n  }\n  await chmod',
    replacement: '}\n  await chmod',
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: a data directory that stands open stays open',
    file: `${src}/storage/data-directory.ts`,
    defence: 'await chmod(root, 0o700);',
    replacement: '',
    killedBy: ['catalogue 39'],
  },
  {
    name: 'authority: a token request is answered with Bearer when its token_type is not known',
    file: `${src}/steps/read-requested-binding.ts`,
    defence: `if (tokenType !== 'pop') throw new TokenRefused(reasonAgainst(tokenType));`,
    replacement: `if (tokenType !== 'pop') return { binding: { scheme: 'bearer' } };`,
    killedBy: [bindingMatrix('never answers a half or unknown wish with a Bearer token: token_type × req_cnf')],
  },
  {
    name: 'authority: req_cnf without token_type is answered with Bearer',
    file: `${src}/steps/read-requested-binding.ts`,
    defence: `if (form.has('req_cnf')) throw new TokenRefused('confirmationWithoutScheme');`,
    replacement: '',
    killedBy: [bindingMatrix('never answers a half or unknown wish with a Bearer token: token_type × req_cnf')],
  },
  {
    name: 'authority: an application that must bind its tokens gets others',
    file: `${src}/steps/enforce-binding-policy.ts`,
    defence: 'if (!permits(client.application.tokenBinding)) {',
    replacement: 'if (permits === undefined) {',
    killedBy: [bindingMatrix('obeys the policies of application and API, both of them')],
  },
  {
    name: 'authority: the last of two parameters counts',
    file: `${src}/forms/form.ts`,
    defence: `if (form.has(name)) throw new TokenRefused('parameterRepeated', name);`,
    replacement: '',
    killedBy: [bindingMatrix('refuses either parameter sent twice, also when both values are equal')],
  },
  {
    name: 'authority: a whole address is asked for past the Host that is compared',
    file: `${src}/listening/refuse-absolute-target.ts`,
    defence: `request.url?.startsWith('/') || isAboutServer(request)`,
    replacement: `request.url !== '' || isAboutServer(request)`,
    killedBy: [foreignRequests('attack: a proxy passes on a whole address, and the Host beside it is right')],
  },
  {
    name: 'authority: the admin service answers to any name',
    file: `${src}/listening/local-request.ts`,
    defence: `if (!hosts.includes(headers.host ?? '')) return { kind: 'host' };`,
    replacement: '',
    killedBy: [
      adminService('refuses every other Host, as a page would send after DNS rebinding'),
      foreignRequests('a page whose name was rebound to 127.0.0.1 sends that name as Host'),
    ],
  },
  {
    name: 'authority: the admin service answers pages and proxies',
    file: `${src}/listening/local-request.ts`,
    defence: 'if (foreign === undefined) return undefined;',
    replacement: 'if (foreign !== null) return undefined;',
    killedBy: [
      adminService('refuses whatever comes from a page or through a proxy'),
      foreignRequests('a page, and a server that forwards what somebody else wants, leave headers'),
    ],
  },
  {
    name: 'authority: IMDS answers whoever can make a server fetch an address',
    file: `${src}/imds/imds.ts`,
    defence: `if (headers['metadata'] !== 'true') throw new IdentityRefused('metadataMissing');`,
    replacement: '',
    killedBy: [foreignRequests('a server that is tricked into fetching an address sends no Metadata header')],
  },
  {
    name: 'authority: App Service answers without its secret',
    file: `${src}/appservice/appservice.ts`,
    defence: `if (!isRight) throw new IdentityRefused('secretWrong');`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/authority/test/appservice/appservice.test.ts',
        title: 'is not opened by a wrong secret, none, two, or the one of something else',
      },
    ],
  },
  {
    name: 'authority: an empty name of an identity is that of the machine',
    file: `${src}/identity-requests/read-query.ts`,
    defence: `if (value === '') throw new IdentityRefused('identityEmpty', spelling[first.variable]);`,
    replacement: `if (value === '') return { kind: 'unnamed' };`,
    killedBy: [
      {
        file: 'packages/authority/test/identity-requests/identity-parameters.test.ts',
        title: 'an empty name is not that of the machine',
      },
    ],
  },
  {
    name: 'authority: the machine hands out a token that was revoked',
    file: `${src}/identity-tokens/identity-tokens.ts`,
    defence: 'return !issuer.revocations.isRevoked({ uti, issuedAt, objectId, clientId });',
    replacement: 'return [uti, issuedAt, objectId, clientId].length > 0;',
    killedBy: [
      {
        file: 'packages/authority/test/identity-tokens/kept-tokens.test.ts',
        title: 'are not handed out once they are revoked: by identity, by application, or one by one',
      },
    ],
  },
  {
    name: 'authority: the development CA may speak for any name',
    file: `${src}/certificates/certificates.ts`,
    defence: 'limits: [loopbackNameConstraints()]',
    replacement: 'limits: loopbackNameConstraints() === undefined ? [] : []',
    killedBy: [
      {
        file: 'packages/authority/test/certificates/certificates.test.ts',
        title: 'of the server authority are worth nothing outside loopback (RFC 5280 section 4.2.1.10)',
      },
    ],
  },
  {
    name: 'authority: a connection may change its certificate',
    file: `${src}/listening/listen-loopback.ts`,
    defence: '  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,',
    replacement: '  secureOptions: 0,',
    killedBy: [
      {
        file: 'packages/authority/test/listening/client-certificate.test.ts',
        title: 'cannot be exchanged on an open connection: renegotiation is refused',
      },
    ],
  },
  {
    name: 'authority: a certificate of any application authenticates every one',
    file: `${src}/client-auth/recognise-certificate.ts`,
    defence: 'const byThumbprint = application.thumbprints.includes(sha256);',
    replacement: `const byThumbprint = sha256 !== '';`,
    killedBy: [mtls('attacks', 'a certificate authenticates the application it is registered for, and no other')],
  },
  {
    name: 'authority: whoever signed a certificate may put a subject into it',
    file: `${src}/client-auth/recognise-certificate.ts`,
    defence: 'return x509.checkIssued(issuer) && x509.verify(issuer.publicKey);',
    replacement: 'return x509.verify(x509.publicKey) || issuer.ca;',
    killedBy: [mtls('attacks', 'a subject counts in the mouth of its pinned issuer only')],
  },
  {
    name: 'authority: an authority of the same name is the same authority',
    file: `${src}/client-auth/recognise-certificate.ts`,
    defence: 'return x509.checkIssued(issuer) && x509.verify(issuer.publicKey);',
    replacement: 'return x509.checkIssued(issuer);',
    killedBy: [mtls('attacks', 'a subject counts in the mouth of its pinned issuer only')],
  },
  {
    name: 'authority: a certificate authenticates after its end',
    file: `${src}/client-auth/certificate-rules.ts`,
    defence: `  if (!isInForce(x509, rules.at)) throw new TokenRefused('certificateTimeWrong');`,
    replacement: '',
    killedBy: [mtls('refusals', 'certificates that ended, or have not begun, by the time of every single request')],
  },
  {
    name: 'authority: a server certificate authenticates a client',
    file: `${src}/client-auth/certificate-rules.ts`,
    defence: 'if (purposes !== undefined && !purposes.includes(clientAuthentication)) {',
    replacement: `if (purposes === undefined && clientAuthentication === '') {`,
    killedBy: [mtls('tokens', 'need a certificate that may authenticate a client, where it names its purposes at all')],
  },
  {
    name: 'authority: a revocation list that does not answer lets everybody in',
    file: `${src}/client-auth/certificate-rules.ts`,
    defence: 'if ((await isRevoked(identity)) !== false) throw',
    replacement: 'if ((await isRevoked(identity)) === true) throw',
    killedBy: [
      mtls(
        'refusals',
        'certificates that a list revoked, or that it cannot say no about, by the time of every single request',
      ),
    ],
  },
  {
    name: 'authority: a secret stands for a certificate on the mTLS endpoint',
    file: `${src}/steps/check-presented-certificate.ts`,
    defence: `if (certificate === undefined) throw new TokenRefused('clientCertificateMissing');`,
    replacement: 'if (certificate === undefined) return { certificate };',
    killedBy: [mtls('refusals', 'no certificate, whatever is asked for and however the client proves itself')],
  },
  {
    name: 'authority: an assertion of one certificate is sent with another',
    file: `${src}/client-auth/authenticate.ts`,
    defence: `if (boundTo !== certificate.sha256) throw new TokenRefused('certificateMismatch');`,
    replacement: `if (boundTo === '') throw new TokenRefused('certificateMismatch');`,
    killedBy: [
      mtls(
        'assertions',
        'of another certificate than that of the connection are refused, both registered or not (AADSTS500181)',
      ),
    ],
  },
  {
    name: 'authority: a bound assertion is taken for an unbound one',
    file: `${src}/client-auth/client-assertion.ts`,
    defence: '    if (cnf === undefined) return undefined;\n    throw',
    replacement: '    if (cnf !== null) return undefined;\n    throw',
    killedBy: [mtls('assertions', 'that are bound are never taken for unbound ones')],
  },
  {
    name: 'authority: an application may use methods that it must not',
    file: `${src}/client-auth/authenticated-client.ts`,
    defence: 'permitted === undefined || permitted.includes(one)',
    replacement: 'permitted === undefined || permitted.length > 0 || one === undefined',
    killedBy: [mtls('refusals', 'methods that the application must not use, before anything else is looked at')],
  },
  {
    name: 'authority: mtls_pop beside req_cnf is bound to one of the two',
    file: `${src}/steps/read-requested-binding.ts`,
    defence: `  if (form.has('req_cnf')) throw new TokenRefused('confirmationBesideCertificate');`,
    replacement: '',
    killedBy: [mtls('refusals', 'mtls_pop twice, beside req_cnf, in the query, or under almost its name')],
  },
];
