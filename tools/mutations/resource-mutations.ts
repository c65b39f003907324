// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/resource/src';

/** Defences of `@holdfast/resource`, in the order of the steps. */
export const resourceMutations: readonly Mutation[] = [
  {
    name: 'resource: the first of two Authorization headers counts',
    file: `${src}/credential/extract-credential.ts`,
    defence: `if (line !== undefined) throw new Refused('ERR_CREDENTIAL_REPEATED');`,
    replacement: '',
    killedBy: ['catalogue 28'],
  },
  {
    name: 'resource: a list of credentials is read to its first comma',
    file: `${src}/credential/extract-credential.ts`,
    defence: 'token: value.slice(start)',
    replacement: `token: value.slice(start).split(',')[0] ?? ''`,
    killedBy: ['catalogue 28'],
  },
  {
    name: 'resource: a proof passes for an access token',
    file: `${src}/access-token/decode-access-token.ts`,
    defence: `if (typ !== undefined && !accessTokenTypes.has(typ)) throw new Refused('ERR_TOKEN_TYPE');`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/resource/test/access-token/decode-access-token.test.ts',
        title: 'a signed HTTP request is no access token, and an access token no signed HTTP request',
      },
    ],
  },
  {
    name: 'resource: the beginning of an issuer is enough',
    file: `${src}/issuers/find-issuer.ts`,
    defence: 'fillTenant(one.issuer, tid) === iss',
    replacement: `iss.startsWith(fillTenant(one.issuer, tid) ?? ' ')`,
    killedBy: ['catalogue 17'],
  },
  {
    name: 'resource: an issuer may speak for the tenant of another',
    file: `${src}/issuers/find-issuer.ts`,
    defence: `if (tid !== undefined && named !== undefined && named !== tid) throw new Refused('ERR_ISSUER_TENANT');`,
    replacement: '',
    killedBy: ['catalogue 38'],
  },
  {
    name: 'resource: every tenant of the authority may call',
    file: `${src}/issuers/find-issuer.ts`,
    defence: `if (!isAccepted(trusted.tenants, tid)) throw new Refused('ERR_ISSUER_TENANT');`,
    replacement: '',
    killedBy: ['catalogue 38'],
  },
  {
    name: 'resource: a key serves issuers that it is not marked for',
    file: `${src}/issuers/find-key.ts`,
    defence: 'if (key.issuer !== undefined && ',
    replacement: `if (key.issuer === '' && `,
    killedBy: ['catalogue 18', 'catalogue 38'],
  },
  {
    name: 'resource: a kid is looked up in an object with a prototype',
    file: `${src}/issuers/key-set.ts`,
    defence: 'find: (kid) => byKid.get(kid) };',
    replacement: 'find: (kid) => (Object.fromEntries(byKid) as Record<string, IssuerKey>)[kid] };',
    killedBy: ['catalogue 08'],
  },
  {
    name: 'resource: a key set may be asked for over plain http, or be a file',
    file: `${src}/options/read-issuers.ts`,
    defence: `if (url?.protocol !== 'https:' || `,
    replacement: 'if (url === undefined || ',
    killedBy: ['catalogue 07'],
  },
  {
    name: 'resource: every unknown kid asks for the key set',
    file: `${src}/issuers/remote-keys.ts`,
    defence: 'if (isUnderWay() || pace.mayAsk()) return refresh().then((fresh) => fresh.find(kid));',
    replacement: 'return refresh().then((fresh) => fresh.find(kid));',
    killedBy: ['catalogue 19'],
  },
  {
    name: 'resource: a key set is served however old it is',
    file: `${src}/issuers/remote-keys.ts`,
    defence: 'if (fetched === undefined || age >= times.maxAgeSeconds) {',
    replacement: 'if (fetched === undefined) {',
    killedBy: ['catalogue 20'],
  },
  {
    name: 'resource: the signature of an access token is not verified',
    file: `${src}/access-token/verify-signature.ts`,
    defence: 'await verifyCompactJws(jws, { key });',
    replacement: '',
    killedBy: ['catalogue 18', 'catalogue 21'],
  },
  {
    name: 'resource: tokens are remembered by their signature alone',
    file: `${src}/access-token/token-memory.ts`,
    defence: 'const tokens = createLruMap<RememberedToken>(most);',
    replacement:
      "const kept = createLruMap<RememberedToken>(most);\n  const end = (text: string) => text.slice(text.lastIndexOf('.'));\n  const tokens = { find: (text: string) => kept.find(end(text)), write: (text: string, token: RememberedToken) => kept.write(end(text), token) };",
    killedBy: ['catalogue 21'],
  },
  {
    name: 'resource: a route that changes what it was told about its caller changes it for the next one',
    file: `${src}/access-token/token-memory.ts`,
    defence: 'freezeDeep(token.token);',
    replacement: 'freezeDeep(token.jws.payload);',
    killedBy: [
      {
        file: 'packages/resource/test/access-token/token-memory.test.ts',
        title: 'what one caller does to the claims is not seen by the next',
      },
    ],
  },
  {
    name: 'resource: a remembered token outlives the key that signed it',
    file: `${src}/authenticate/verify-token.ts`,
    defence: 'known?.verifiedBy !== key',
    replacement: 'known === undefined',
    killedBy: [
      {
        file: 'packages/resource/test/access-token/token-memory.test.ts',
        title: 'a remembered token does not outlive its signing key, not even under another key of the same kid',
      },
    ],
  },
  {
    name: 'resource: an access token never expires',
    file: `${src}/access-token/check-claims.ts`,
    defence: `if (!isAlive) throw new Refused('ERR_TOKEN_EXPIRED');`,
    replacement: '',
    killedBy: ['catalogue 20', 'weakness W6', 'weakness W7'],
  },
  {
    name: 'resource: a confirmation that cannot be read is no confirmation',
    file: `${src}/binding/read-confirmation.ts`,
    defence: `throw new Refused('ERR_BINDING_CNF', {`,
    replacement: `if (cause !== undefined) return undefined;\n    throw new Refused('ERR_BINDING_CNF', {`,
    killedBy: ['catalogue 07'],
  },
  {
    name: 'resource: a bound token passes as Bearer',
    file: `${src}/binding/decide-binding.ts`,
    defence: `if (confirmation.key !== undefined && scheme !== 'pop') throw new Refused('ERR_BINDING_PROOF_MISSING');`,
    replacement: '',
    killedBy: ['catalogue 27', 'weakness W4'],
  },
  {
    name: 'resource: a bound token passes where only bearer tokens are meant to',
    file: `${src}/binding/decide-binding.ts`,
    defence: `if (policy === 'bearer-only') throw new Refused('ERR_BINDING_BOUND');`,
    replacement: '',
    killedBy: ['catalogue 27'],
  },
  {
    name: 'resource: an unbound token passes under a proof of its own',
    file: `${src}/binding/decide-binding.ts`,
    defence: `if (policy === 'required' || scheme !== 'bearer') throw new Refused('ERR_BINDING_UNBOUND');`,
    replacement: '',
    killedBy: ['catalogue 27', 'weakness W4', 'weakness W6'],
  },
  {
    name: 'resource: a certificate that is not there is not missed',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: `if (certificate === undefined) throw new Refused('ERR_CERTIFICATE_MISSING');`,
    replacement: 'if (certificate === undefined) return;',
    killedBy: ['catalogue 25', 'catalogue 27', 'weakness W6'],
  },
  {
    name: 'resource: any certificate does for a token that is bound to one',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: `if (!equalText(certificate.thumbprint, demand.thumbprint)) throw new Refused('ERR_CERTIFICATE_MISMATCH');`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/match-certificate.test.ts',
        title: 'the certificate of the connection is the one in the token (RFC 8705 section 3)',
      },
    ],
  },
  {
    name: 'resource: a certificate is named by whoever hands it over',
    file: `${src}/client-certificate/certificate-rules.ts`,
    defence: 'thumbprint: await sha256Base64url(der) });',
    replacement: 'thumbprint: await sha256Base64url(der), ...certificate });',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/revocation.test.ts',
        title: 'a certificate is named by its bytes, whatever thumbprint comes with it',
      },
    ],
  },
  {
    name: 'resource: a certificate was in force once',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: `if (!isInForce(certificate, demand.now)) throw new Refused('ERR_CERTIFICATE_EXPIRED');`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/match-certificate.test.ts',
        title: 'the certificate is in force at the time of the request, also on a resumed session',
      },
    ],
  },
  {
    name: 'resource: a certificate for servers does for a client',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: `if (!isForClients(certificate)) throw new Refused('ERR_CERTIFICATE_USAGE');`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/connection.test.ts',
        title: 'a certificate that says what it is for is for clients (RFC 5280 section 4.2.1.12)',
      },
    ],
  },
  {
    name: 'resource: a check of revocation that says nothing has said no',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: 'if (answer !== false)',
    replacement: 'if (answer === true)',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/revocation.test.ts',
        title: 'only a plain no lets a certificate pass',
      },
    ],
  },
  {
    name: 'resource: a check of revocation that fails is passed over',
    file: `${src}/client-certificate/match-certificate.ts`,
    defence: `throw new Refused('ERR_CERTIFICATE_UNCHECKED', { cause });`,
    replacement: 'return;',
    killedBy: [
      {
        file: 'packages/resource/test/client-certificate/revocation.test.ts',
        title: 'a check that fails is a 503, and an event',
      },
    ],
  },
  {
    name: 'resource: anybody may forward a certificate',
    file: `${src}/forwarded-certificate/forwarded-certificates.ts`,
    defence: `if (!(await isTrustedHop(incoming.connection, now))) throw new Refused('ERR_CERTIFICATE_HOP');`,
    replacement: '',
    killedBy: [
      'catalogue 25',
      {
        file: 'packages/resource/test/forwarded-certificate/hops.test.ts',
        title: 'a stranger’s header is refused, not ignored, wherever the hops are',
      },
    ],
  },
  {
    name: 'resource: a peer without an address is on a Unix socket',
    file: `${src}/forwarded-certificate/trusted-hops.ts`,
    defence: `if (typeof connection.server?.address?.() === 'string') return admitsUnix;`,
    replacement: 'if (connection.remoteAddress === undefined) return admitsUnix;',
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/hops.test.ts',
        title: 'a peer that has hung up has no address, and passes for no Unix socket',
      },
    ],
  },
  {
    name: 'resource: a hop is known by its address or its certificate, where both are given',
    file: `${src}/forwarded-certificate/trusted-hops.ts`,
    defence: 'if (connection === undefined || isAtHome?.(connection) === false) return false;',
    replacement: 'if (connection === undefined) return false;\n    if (isAtHome?.(connection) === true) return true;',
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/hops.test.ts',
        title: 'address and certificate of one hop go together; of two hops, either will do',
      },
    ],
  },
  {
    name: 'resource: the last of two forwarded certificates counts',
    file: `${src}/forwarded-certificate/find-line.ts`,
    defence: `if (others.length > 0) throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'repeated' });`,
    replacement: '',
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/header.test.ts',
        title: 'stands in one line, under one spelling of its name',
      },
    ],
  },
  {
    name: 'resource: a forwarded certificate has many spellings',
    file: `${src}/forwarded-certificate/decode-canonical-base64.ts`,
    defence: `bytes.length === 0 || bytes.toString('base64') !== text`,
    replacement: 'bytes.length === 0',
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/header.test.ts',
        title: 'has one spelling, one certificate, and no more than fits',
      },
    ],
  },
  {
    name: 'resource: bytes behind a forwarded certificate are left out',
    file: `${src}/forwarded-certificate/parse-certificate.ts`,
    defence: 'if (x509 === undefined || !x509.raw.equals(der)) {',
    replacement: 'if (x509 === undefined) {',
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/header.test.ts',
        title: 'has one spelling, one certificate, and no more than fits',
      },
    ],
  },
  {
    name: 'resource: what the proxy thought of a certificate is not asked',
    file: `${src}/forwarded-certificate/forwarded-certificates.ts`,
    defence: `findLine(incoming, verifyHeader) !== 'SUCCESS'`,
    replacement: `findLine(incoming, verifyHeader) === undefined`,
    killedBy: [
      {
        file: 'packages/resource/test/forwarded-certificate/header.test.ts',
        title: 'where the proxy tells what it thought of a certificate, it thought well of it',
      },
    ],
  },
  {
    name: 'resource: the Host header says where a request went',
    file: `${src}/proof/verify-proof.ts`,
    defence: 'host: pickHost(shr, rules.hosts),',
    replacement: `host: incoming.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '',`,
    killedBy: ['catalogue 30'],
  },
  {
    name: 'resource: a nonce is not asked for',
    file: `${src}/authenticate/spend-proof.ts`,
    defence: 'whenThere(checkNonce(proof, rules.nonces), ',
    replacement: 'whenThere(undefined, ',
    killedBy: ['weakness W4', 'weakness W6'],
  },
  {
    name: 'resource: a proof is remembered before its nonce is checked',
    file: `${src}/authenticate/spend-proof.ts`,
    defence:
      'whenThere(checkNonce(proof, rules.nonces), claim, { proof, rules });\n}\n\nfunction claim(_: unknown, spending: Spending): string | undefined | Promise<string | undefined> {\n  const { proof, rules } = spending;\n  return whenThere(claimReplay(proof, rules.replay), ',
    replacement:
      'whenThere(claimReplay(proof, rules.replay), claim, { proof, rules });\n}\n\nfunction claim(_: unknown, spending: Spending): string | undefined | Promise<string | undefined> {\n  const { proof, rules } = spending;\n  return whenThere(checkNonce(proof, rules.nonces), ',
    killedBy: ['weakness W6'],
  },
  {
    name: 'resource: whatever a replay store says at once is a yes',
    file: `${src}/replay/claim-replay.ts`,
    defence: `if (typeof answer === 'boolean') return`,
    replacement: 'if (!(answer instanceof Promise)) return',
    killedBy: [
      {
        file: 'packages/resource/test/replay/claim-replay.test.ts',
        title: 'a store that fails, or answers something else than true or false, lets nobody in',
      },
    ],
  },
  {
    name: 'resource: a proof is good for any number of uses',
    file: `${src}/replay/claim-replay.ts`,
    defence: 'if (isFirst) return;',
    replacement: 'if (isFirst !== undefined) return;',
    killedBy: ['catalogue 23', 'catalogue 32', 'catalogue 34', 'catalogue 35', 'weakness W4', 'weakness W12'],
  },
  {
    name: 'resource: a proof dated ahead is forgotten a minute too early',
    file: `${src}/replay/claim-replay.ts`,
    defence: 'expiresAt: signedAt + rules.windowSeconds',
    replacement: 'expiresAt: signedAt + rules.windowSeconds - 60',
    killedBy: ['catalogue 32'],
  },
  {
    name: 'resource: proofs are asked for only when a token is bound, unless told',
    file: `${src}/options/defaults.ts`,
    defence: `proof: 'required',`,
    replacement: `proof: 'when-bound',`,
    killedBy: ['weakness W4'],
  },
];
