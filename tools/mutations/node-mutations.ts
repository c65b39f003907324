// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/node/src';
const test = 'packages/node/test';
const surroundings = `${test}/mtls/environment.test.ts`;

/** Defences of `@holdfast/node`. */
export const nodeMutations: readonly Mutation[] = [
  {
    name: 'node: the environment turns the check of servers off',
    file: `${src}/mtls/connector.ts`,
    defence: 'rejectUnauthorized: true,',
    replacement: '',
    killedBy: [{ file: surroundings, title: 'NODE_TLS_REJECT_UNAUTHORIZED=0 turns no check off' }],
  },
  {
    name: 'node: a flag of Node brings old TLS back',
    file: `${src}/mtls/secure-context.ts`,
    defence: `minVersion: 'TLSv1.2',`,
    replacement: '',
    killedBy: [{ file: surroundings, title: '--tls-min-v1.0 allows no old TLS' }],
  },
  {
    name: 'node: two certificates share connections and sessions',
    file: `${src}/mtls/certificate-identity.ts`,
    defence: '.update(certificate.x5c.join())',
    replacement: `.update('')`,
    killedBy: [
      {
        file: `${test}/mtls/mtls-pool.test.ts`,
        title: 'keeps certificates apart, and connections for the next request',
      },
      {
        file: `${test}/mtls/sessions.test.ts`,
        title: 'are never resumed under another certificate, nor by another pool',
      },
    ],
  },
  {
    name: 'node: a client certificate is presented over plain http',
    file: `${src}/mtls/mtls-pool.ts`,
    defence: `if (!isOrigin || !origin.startsWith('https://'))`,
    replacement: 'if (!isOrigin)',
    killedBy: [
      {
        file: `${test}/mtls/mtls-pool.test.ts`,
        title: 'refuses everything but an https origin, before anything is sent',
      },
    ],
  },
  {
    name: 'node: an open connection outlives its certificate',
    file: `${src}/mtls/mtls-pool.ts`,
    defence: 'checkCertificateTime(certificate, clock);',
    replacement: '',
    killedBy: [
      {
        file: `${test}/mtls/mtls-pool.test.ts`,
        title: 'refuses a certificate outside its time before anything is sent, also on an open connection',
      },
    ],
  },
  {
    name: 'node: requests under way are lost when a certificate is replaced',
    file: `${src}/mtls/open-pools.ts`,
    defence: 'const drained = pool.close()',
    replacement: 'const drained = pool.destroy()',
    killedBy: [
      {
        file: `${test}/mtls/rotation.test.ts`,
        title: '200 callers lose no request, repeat none, and are answered under the certificate of the moment',
      },
    ],
  },
  {
    name: 'node: a pool that has no place any more keeps its connections',
    file: `${src}/mtls/open-pools.ts`,
    defence: `if (oldest !== undefined) void drain(oldest, 'evicted');`,
    replacement: '',
    killedBy: [
      { file: `${test}/mtls/bounds.test.ts`, title: 'and drains the pair that was not used for the longest time' },
    ],
  },
  {
    name: 'node: a certificate of servers is presented by a client',
    file: `${src}/certificate/check-use.ts`,
    defence: 'if (usages !== undefined && !usages.includes(clientAuth) && !usages.includes(anyUsage)) {',
    replacement: 'if (usages?.length === 0) {',
    killedBy: [
      { file: `${test}/mtls/mtls-pool.test.ts`, title: 'refuses a certificate for servers before anything is sent' },
    ],
  },
  {
    name: 'node: a certificate is taken with the key of another',
    file: `${src}/certificate/client-certificate.ts`,
    defence: `if (!leaf.checkPrivateKey(privateKey)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');`,
    replacement: '',
    killedBy: [
      {
        file: `${test}/certificate/certificate-file.test.ts`,
        title: 'while only one half of a new pair is there, and until the other half comes',
      },
    ],
  },
  {
    name: 'node: the private key is copied and logged with its certificate',
    file: `${src}/certificate/client-certificate.ts`,
    defence: `'privateKey', { value: privateKey }`,
    replacement: `'privateKey', { value: privateKey, enumerable: true }`,
    killedBy: [
      { file: `${test}/certificate/parse-pem.test.ts`, title: 'the private key shows in no log, no JSON and no copy' },
    ],
  },
  {
    name: 'node: half of a file is cut short to what is whole of it',
    file: `${src}/certificate/pem-blocks.ts`,
    defence: 'if ((text.match(begin)?.length ?? 0) !== blocks.length)',
    replacement: 'if (blocks.length < 0)',
    killedBy: [
      {
        file: `${test}/certificate/certificate-file.test.ts`,
        title: 'however slowly the new one is written: no pair is ever mixed, no chain ever short',
      },
    ],
  },
  {
    name: 'node: a credential that cannot bind is given to who must bind',
    file: `${src}/credentials/credential-list.ts`,
    defence: `if (binding === 'required' && !canBind) throw new CredentialInvalid('ERR_CREDENTIAL_UNBOUND');`,
    replacement: '',
    killedBy: [
      {
        file: `${test}/credentials/credential-list.test.ts`,
        title: 'gives no unbound credential where binding is required, wherever it stands',
      },
    ],
  },
  {
    name: 'node: an assertion that brings no certificate passes for a bound one',
    file: `${src}/credentials/open-credential.ts`,
    defence: `if (typeof given === 'string' || given?.certificate === undefined)`,
    replacement: `if (typeof given === 'string')`,
    killedBy: [
      {
        file: `${test}/credentials/credential-list.test.ts`,
        title: 'refuses an assertion that should bring a certificate and does not',
      },
    ],
  },
  {
    name: 'node: one certificate that fails among credentials that bind nothing passes for none',
    file: `${src}/confidential/look-for.ts`,
    defence: 'cause.attempts.every(',
    replacement: 'cause.attempts.some(',
    killedBy: [
      {
        file: `${test}/confidential/fallback.test.ts`,
        title: 'one that should be there and fails: an error, though a secret stands behind it',
      },
    ],
  },
  {
    name: 'node: what authenticates after a refused certificate is not looked at',
    file: `${src}/confidential/bound-credentials.ts`,
    defence: '(await choices.currentSigner(signal)) ?? refused',
    replacement: `(await choices.currentSigner(signal)) ?? { x5tS256: '' }`,
    killedBy: [
      {
        file: `${test}/confidential/rotation.test.ts`,
        title: 'without another certificate the refusal stands, and a secret behind it is not sent instead',
      },
    ],
  },
];
