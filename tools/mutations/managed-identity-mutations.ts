// A table of data: one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/node/src/managed-identity-source';
const test =
  (name: string) =>
  (title: string): Witness => ({ file: `packages/node/test/managed-identity-source/${name}.test.ts`, title });
const pin = test('pin');
const sockets = test('sockets');
const table = test('source-table');
const replies = test('replies');

/** Defences of the managed identity sources of `@holdfast/node`. */
export const managedIdentityMutations: readonly Mutation[] = [
  {
    name: 'node: any certificate is the pinned one',
    file: `${src}/pin-connector.ts`,
    defence: 'matchesPin(certificate.raw, pin)',
    replacement: 'true',
    killedBy: [
      pin('another one, of the same name, never sees the secret'),
      pin('one that the pinned certificate issued is another'),
    ],
  },
  {
    name: 'node: a certificate that Node trusts needs no pin',
    file: `${src}/pin-connector.ts`,
    defence: 'if (certificate !== undefined && matchesPin',
    replacement:
      'if ((socket as TLSSocket).authorized) return done(null, socket);\n      if (certificate !== undefined && matchesPin',
    killedBy: [
      pin(
        'trust and name decide nothing, in either direction (ValidateServerCertificateCallback, stricter in its first row)',
      ),
    ],
  },
  {
    name: 'node: the beginning of a thumbprint is enough',
    file: `${src}/certificate-pin.ts`,
    defence: `.digest('hex') === hex`,
    replacement: `.digest('hex').slice(0, 39) === hex.slice(0, 39)`,
    killedBy: [pin('one digit is enough to be another')],
  },
  {
    name: 'node: a pinned server is known by a resumed session',
    file: `${src}/direct-transport.ts`,
    defence: ', maxCachedSessions: 0 }',
    replacement: ' }',
    killedBy: [pin('each connection by its own handshake: no session is resumed, since that shows no certificate')],
  },
  {
    name: 'node: a flag of Node brings old TLS back to managed identities',
    file: `${src}/direct-transport.ts`,
    defence: `minVersion: 'TLSv1.2', `,
    replacement: '',
    killedBy: [pin('TLS 1.1 is refused, whatever the certificate and the flags of Node')],
  },
  {
    name: 'node: a pinned source is reached over a transport that cannot pin',
    file: `${src}/managed-identity-source.ts`,
    defence: 'if (pin !== undefined || transport === undefined)',
    replacement: 'if (transport === undefined)',
    killedBy: [
      test('wire')(
        'a transport for the plain sources never reaches Service Fabric: it could not check the certificate',
      ),
    ],
  },
  {
    name: 'node: the secret of Service Fabric goes over plain http',
    file: `${src}/fabric.ts`,
    defence: `plainHttp: 'refused',`,
    replacement: `plainHttp: 'near',`,
    killedBy: [
      table('an endpoint that is no address, or that a secret or a token would leave this machine for in clear'),
    ],
  },
  {
    name: 'node: the secret of App Service goes over plain http to anybody',
    file: `${src}/endpoint.ts`,
    defence: `!(plainHttp === 'near' && isNear(url.hostname))`,
    replacement: `plainHttp !== 'near'`,
    killedBy: [
      table('an endpoint that is no address, or that a secret or a token would leave this machine for in clear'),
    ],
  },
  {
    name: 'node: a secret that no header can hold is quoted by the runtime',
    file: `${src}/secret-header.ts`,
    defence: 'if (/^[\\x21-\\x7e]{1,4096}$/.test(text)) return text;',
    replacement: `if (text !== '') return text;`,
    killedBy: [table('a secret that no header can hold, before the runtime quotes it')],
  },
  {
    name: 'node: a variable turns the check of App Service over https off',
    file: `${src}/direct-transport.ts`,
    defence: 'new Agent({ connect: { ...tls, rejectUnauthorized: true } })',
    replacement: 'new Agent({ connect: tls })',
    killedBy: [sockets('https of App Service is trusted by the trust of Node, and by no variable')],
  },
  {
    name: 'node: a secret is sent for a caller who has left',
    file: `${src}/direct-transport.ts`,
    defence: 'if (signal.aborted) return course.abort(signal.reason);',
    replacement: '',
    killedBy: [sockets('the caller leaves while the connection opens: the secret is never sent')],
  },
  {
    name: 'node: a variable in other letters is passed over',
    file: `${src}/source-table.ts`,
    defence: 'if (misspelt.length > 0) throw incomplete(misspelt);',
    replacement: 'if (misspelt.length < 0) throw incomplete(misspelt);',
    killedBy: [
      table('attack: those that are named in other letters, so that a pin, or the whole source, would go unseen'),
    ],
  },
  {
    name: 'node: half a source becomes IMDS',
    file: `${src}/source-table.ts`,
    defence: 'if (leftOver.length > 0) throw incomplete(leftOver);',
    replacement: '',
    killedBy: [table('those that are named by halves')],
  },
  {
    name: 'node: Service Fabric without its thumbprint becomes App Service',
    file: `${src}/source-table.ts`,
    defence: `row?.name === 'app-service' && environment['IDENTITY_SERVER_THUMBPRINT'] !== undefined`,
    replacement: 'false',
    killedBy: [table('Service Fabric whose thumbprint was cleared: it does not become App Service, which has no pin')],
  },
  {
    name: 'node: Service Fabric is asked for its own identity in the place of another',
    file: `${src}/fabric.ts`,
    defence: `throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ID', { source: 'service-fabric', detail: identity.kind });`,
    replacement: 'return undefined;',
    killedBy: [
      table(
        'in Service Fabric, an identity by anything but its object id (ServiceFabricRejectsClientIdAndResourceIdForUserAssignedAsync)',
      ),
    ],
  },
  {
    name: 'node: the token of another identity is taken',
    file: `${src}/process-reply.ts`,
    defence: 'checkIdentity(reply, context.identity);',
    replacement: '',
    killedBy: [replies('of another identity than the one that was asked for by client id are refused')],
  },
  {
    name: 'node: a bound token of a managed identity passes for a bearer token',
    file: `${src}/process-reply.ts`,
    defence: 'checkType(reply);',
    replacement: '',
    killedBy: [replies('of any other type are refused: it is bound to something that is not here')],
  },
  {
    name: 'node: a page in the place of a token is read',
    file: `${src}/process-reply.ts`,
    defence: `readMediaType(response) !== 'application/json'`,
    replacement: 'false',
    killedBy: [replies('another content type: this is not a managed identity endpoint')],
  },
  {
    name: 'node: the longer of two lives counts',
    file: `${src}/read-lifetime.ts`,
    defence: 'Math.min(...lives)',
    replacement: 'Math.max(...lives)',
    killedBy: [test('lifetimes')('where two lives are told, the shorter one counts, in any order')],
  },
  {
    name: 'node: a secret that is sent back becomes a correlation id',
    file: `${src}/process-refusal.ts`,
    defence: ' && secret?.toLowerCase().includes(id) !== true',
    replacement: '',
    killedBy: [replies('that repeat the secret, which is a GUID like a correlation id, do not get it into an error')],
  },
  {
    name: 'node: a probe tells IMDS to answer',
    file: `${src}/probe.ts`,
    defence: `new Request(address, { redirect: 'manual', signal: deadline.signal })`,
    replacement: `new Request(address, { headers: { Metadata: 'true' }, redirect: 'manual', signal: deadline.signal })`,
    killedBy: [test('probe')('400 to a request without the header Metadata is IMDS, asked once and without a secret')],
  },
];
