import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { parseDirectory } from '@holdfast/authority';
import { type MadeCertificate, makeCertificate } from '../harness/made-certificates.ts';
import { createMtlsClient, type Identity, issuedIdentity } from '../harness/mtls-client.ts';
import {
  claimsOf,
  codeOf,
  type Form,
  type Reply,
  type RunningAuthority,
  runAuthority,
} from '../harness/running-authority.ts';

let running: RunningAuthority;
let ca: MadeCertificate;
let daemon: NonNullable<Identity>;
let self: MadeCertificate;
const subject = 'O=Contoso, CN=named';
before(async () => {
  ca = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
  self = await makeCertificate({ subject: 'CN=self' });
  running = await runAuthority({
    directory: parseDirectory(
      `
tenants:
  contoso.example:
    applications:
      other: { certificate: issue }
      self: { certificates: [{ thumbprint: "${self.sha256}" }] }
      named: { certificates: [{ subjectName: "CN=named, O=Contoso", issuer: ca.pem }] }
      bound: { certificate: issue, tokenBinding: required }
`,
      { readFile: () => ca.certPem },
    ),
  });
  daemon = await issuedIdentity(running);
});
after(() => running.close());

async function ask(
  identity: Identity,
  name: string,
  more: { readonly changes?: Form; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  const client = createMtlsClient(running, identity, name);
  try {
    return await client.token(more.changes, more.headers);
  } finally {
    client.close();
  }
}

/** `issued`, or the AADSTS number; for a bound and for an unbound token, which must be judged alike. */
async function judge(identity: Identity, name: string): Promise<unknown> {
  const bound = await ask(identity, name);
  const unbound = await ask(identity, name, { changes: { token_type: undefined } });
  assert.equal(codeOf(bound), codeOf(unbound));
  return bound.status === 200 ? 'issued' : codeOf(bound);
}

const cnfOf = (reply: Reply): unknown => claimsOf(reply)['cnf'];

test('the mTLS endpoint takes a certificate from its own handshake and from no header', async () => {
  const url = encodeURIComponent(daemon.certPem);
  const der = daemon.certPem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const headers: Readonly<Record<string, string>> = {
    'x-arr-clientcert': der,
    'client-cert': `:${der}:`,
    'client-cert-chain': `:${der}:`,
    'x-ssl-cert': url,
    'x-ssl-client-cert': url,
    'ssl-client-cert': url,
    'x-client-cert': url,
    'x-forwarded-client-cert': `Cert="${url}";Subject="CN=daemon"`,
    'x-forwarded-tls-client-cert': der,
    'x-amzn-mtls-clientcert': url,
    'cf-client-cert-der-base64': der,
    'x-tls-client-certificate': url,
    'ssl-client-verify': 'SUCCESS',
    'x-ssl-client-s-dn': 'CN=daemon',
  };
  for (const [name, value] of [...Object.entries(headers), ['all', ''] as const]) {
    const sent = name === 'all' ? headers : { [name]: value };
    assert.equal(codeOf(await ask(undefined, 'daemon', { headers: sent })), 392200, name);
    assert.equal(codeOf(await ask(self, 'daemon', { headers: sent })), 700027, name);
    const own = await ask(self, 'self', { headers: sent });
    assert.deepEqual(cnfOf(own), { 'x5t#S256': self.sha256 }, name);
    // On the ordinary endpoint nothing of it stands for a credential, or for a wish to be bound.
    assert.equal(codeOf(await running.token({ client_secret: undefined }, { headers: sent })), 7000216, name);
    assert.equal(codeOf(await running.token({ token_type: 'mtls_pop' }, { headers: sent })), 392196, name);
  }
});

test('a certificate authenticates the application it is registered for, and no other', async () => {
  const other = await issuedIdentity(running, 'other');
  const names = ['daemon', 'other', 'self', 'named'];
  const named = await makeCertificate({ subject, issuer: ca });
  const owners: readonly (readonly [NonNullable<Identity>, string])[] = [
    [daemon, 'daemon'],
    [other, 'other'],
    [self, 'self'],
    [named, 'named'],
  ];
  for (const [identity, owner] of owners) {
    for (const name of names)
      assert.equal(await judge(identity, name), name === owner ? 'issued' : 700027, `${owner} as ${name}`);
  }
});

test('a subject counts in the mouth of its pinned issuer only', async () => {
  const impostor = await makeCertificate({ subject: 'CN=Our CA', isAuthority: true });
  const stranger = await makeCertificate({ subject: 'CN=Their CA', isAuthority: true });
  const below = await makeCertificate({ subject: 'CN=Below', issuer: ca, isAuthority: true });
  const chainOf = (leaf: MadeCertificate, ...more: readonly { readonly certPem: string }[]): NonNullable<Identity> => ({
    certPem: [leaf, ...more].map(({ certPem }) => certPem).join(''),
    keyPem: leaf.keyPem,
  });
  const signed = (issuer: MadeCertificate, more: object = {}): Promise<MadeCertificate> =>
    makeCertificate({ subject, issuer, ...more });
  assert.equal(await judge(await signed(ca), 'named'), 'issued');
  assert.equal(await judge(chainOf(await signed(ca), ca), 'named'), 'issued');
  const impostors: Readonly<Record<string, NonNullable<Identity>>> = {
    'signed by itself': await makeCertificate({ subject }),
    'signed by itself, in the name of the issuer': await makeCertificate({ subject, issuerName: 'CN=Our CA' }),
    'the same with a key of another kind': await makeCertificate({
      subject,
      issuerName: 'CN=Our CA',
      keyKind: 'rsa-2048',
    }),
    'signed by an authority of the same name': await signed(impostor),
    'the same, with the real authority sent along': chainOf(await signed(impostor), ca),
    'signed by another authority': await signed(stranger),
    'signed by another authority, in the name of the issuer': await signed(stranger, { issuerName: 'CN=Our CA' }),
    'signed below the issuer, with the whole chain': chainOf(await signed(below), below, ca),
    'an authority itself': await signed(ca, { isAuthority: true }),
    'another subject': await makeCertificate({ subject: 'CN=named', issuer: ca }),
    'the subject in another order': await makeCertificate({ subject: 'CN=named, O=Contoso', issuer: ca }),
    'the authority’s own certificate': ca,
    'the certificate of the servers': running.authority.certificates.server,
  };
  for (const [what, identity] of Object.entries(impostors)) {
    const code = await judge(identity, 'named');
    // A server certificate may not authenticate a client at all.
    assert.equal(code, what === 'the certificate of the servers' ? 9900221 : 700027, what);
  }
});

test('a certificate that has ended, or has not begun, authenticates nobody, by thumbprint or by name', async () => {
  const hour = 3_600_000;
  for (const period of [
    { from: -2 * hour, to: -hour },
    { from: hour, to: 2 * hour },
  ]) {
    assert.equal(await judge(await makeCertificate({ subject, issuer: ca, ...period }), 'named'), 1000502);
    assert.equal(await judge(await makeCertificate({ subject: 'CN=self', ...period }), 'self'), 1000502);
  }
  const ended = await makeCertificate({ subject: 'CN=Ended CA', isAuthority: true, from: -2 * hour, to: -hour });
  const by = await runAuthority({
    directory: parseDirectory(
      'tenants: { contoso.example: { applications: { daemon: { certificates: [{ subjectName: CN=a, issuer: x }] } } } }',
      { readFile: () => ended.certPem },
    ),
  });
  const client = createMtlsClient(by, await makeCertificate({ subject: 'CN=a', issuer: ended }));
  assert.equal(codeOf(await client.token()), 700027, 'the authority has ended');
  client.close();
  await by.close();
});

/** Opens a connection by hand; HTTP is written to it as it is. */
async function openSocket(identity: NonNullable<Identity>, more: object = {}): Promise<TLSSocket> {
  const { port } = new URL(running.description.mtlsSts);
  const socket = connect({
    host: '127.0.0.1',
    port: Number(port),
    ca: running.authority.certificates.caPem,
    cert: identity.certPem,
    key: identity.keyPem,
    ...more,
  });
  await once(socket, 'secureConnect');
  return socket;
}

function requestAs(name: string): string {
  const { clientId } = running.application(name);
  const body = `grant_type=client_credentials&client_id=${clientId}&scope=api://orders/.default&token_type=mtls_pop`;
  return `POST /${running.tenantId}/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Reads JSON bodies until there are as many as were asked for. */
async function readBodies(socket: TLSSocket, count: number): Promise<readonly Reply[]> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const bodies = [...text.matchAll(/\r\n\r\n(\{[\s\S]*?\})(?=HTTP\/1\.1 |$)/g)].map(([, body = '']) => body);
    if (bodies.length === count) {
      return bodies.map((body) => ({ status: 0, headers: new Headers(), body: JSON.parse(body) as Reply['body'] }));
    }
  }
  throw new Error(`the connection ended after: ${text}`);
}

test('requests of several clients on one connection are judged by the certificate of that connection', async () => {
  const socket = await openSocket(daemon);
  socket.write(['daemon', 'other', 'daemon', 'named'].map(requestAs).join(''));
  const [first, second, third, fourth] = await readBodies(socket, 4);
  assert.deepEqual([codeOf(second!), codeOf(fourth!)], [700027, 700027]);
  for (const reply of [first!, third!]) assert.equal(claimsOf(reply)['azp'], running.application('daemon').clientId);
  socket.destroy();
});

test('a resumed session is its first owner’s: another certificate beside it is neither looked at nor bound to', async () => {
  const daemonThumbprint = running.authority.directory.applications.find(({ name }) => name === 'daemon')
    ?.thumbprints[0];
  const other = await issuedIdentity(running, 'other');
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
    const first = await openSocket(daemon, { maxVersion });
    let session = first.getSession();
    first.on('session', (fresh: typeof session) => {
      session = fresh;
    });
    first.write(requestAs('daemon'));
    await readBodies(first, 1);
    first.destroy();
    const resumed = await openSocket(other, { maxVersion, session });
    assert.equal(resumed.isSessionReused(), true);
    resumed.write(requestAs('other') + requestAs('daemon'));
    const [asOther, asDaemon] = await readBodies(resumed, 2);
    assert.equal(codeOf(asOther!), 700027, maxVersion);
    assert.deepEqual(cnfOf(asDaemon!), { 'x5t#S256': daemonThumbprint }, maxVersion);
    resumed.destroy();
  }
});

test('an application that must bind its tokens gets no other, in no way', async () => {
  const bound = await issuedIdentity(running, 'bound');
  for (const changes of [
    { token_type: undefined },
    { token_type: '' },
    { token_type: 'Bearer' },
    { token_type: 'MTLS_POP' },
  ]) {
    const reply = await ask(bound, 'bound', { changes });
    assert.equal(reply.body['error'], 'invalid_request');
    assert.equal('access_token' in reply.body, false);
  }
  assert.equal((await ask(bound, 'bound')).body['token_type'], 'mtls_pop');
});
