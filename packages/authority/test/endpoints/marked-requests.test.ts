import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type AadstsReason, type AuthorityEvent, aadsts, parseDirectory } from '@holdfast/authority';
import { buildReqCnf, generateSigningKey } from '@holdfast/core';
import { assertShowsNoSecret, canary, createFakeClock, type Secret, secret } from '@holdfast/testing';
import { certifiedRefusals } from '../harness/certified-refusals.ts';
import { type ClientAssertions, createClientAssertions, jwtBearer } from '../harness/client-assertions.ts';
import { delegationRefusals } from '../harness/delegation-refusals.ts';
import { type MadeCertificate, makeCertificate, serverPurpose } from '../harness/made-certificates.ts';
import { createMtlsClient, type Identity, issuedIdentity } from '../harness/mtls-client.ts';
import { codeOf, type Form, type Reply, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { personRefusals } from '../harness/sign-in-refusals.ts';

/*
 * The canary is the secret of an application and the password of a user, and it stands in every request wherever the refusal in
 * question leaves room: it must be in no reply, in no event, and nowhere in the admin service.
 */
const directory = `
tenants:
  contoso.example:
    applications:
      daemon: { secret: ${canary} }
      bound: { secret: ${canary}, tokenBinding: required }
      unbound: { secret: ${canary}, tokenBinding: forbidden }
      certified: { secret: ${canary}, certificate: issue, authenticationMethods: [self_signed_tls_client_auth] }
    users: { ada@contoso.example: { password: ${canary} } }
resources:
  api://required: { tokenBinding: required }
  api://forbidden: { tokenBinding: forbidden }
`;

/** Every event there is, to be seen below: a new one does not compile until it is. */
const eventNames = {
  'token.issued': true,
  'token.refused': true,
  'identity.refused': true,
  'key.rotated': true,
  'revocation.added': true,
  'fault.applied': true,
  'faults.changed': true,
  'user.signed-in': 'authorize/marked-sign-ins.test.ts',
  'code.issued': 'authorize/marked-sign-ins.test.ts',
  'sign-in.refused': 'authorize/marked-sign-ins.test.ts',
  'certificate.issued': 'endpoints/machine-certificates.test.ts',
  'key.attested': 'endpoints/machine-certificates.test.ts',
  'request.failed': 'endpoints/internal-failure.test.ts: nothing that anybody can send brings it about',
} as const satisfies Readonly<Record<AuthorityEvent['name'], true | string>>;

/** Rows that no request can reach. */
const elsewhere: Partial<Readonly<Record<AadstsReason, string>>> = {
  internal: 'endpoints/internal-failure.test.ts',
  ...certifiedRefusals,
  ...delegationRefusals,
  ...personRefusals,
};

describe('marked requests', () => {
  let running: RunningAuthority;
  let assertions: ClientAssertions;
  const clock = createFakeClock(Date.now());
  const secrets: Secret[] = [];
  const revoked = new Set<string>();
  let marked: MadeCertificate;
  const reached = new Set<string>();
  before(async () => {
    const isCertificateRevoked = ({ thumbprint }: { thumbprint: string }) => revoked.has(thumbprint);
    running = await runAuthority({ clock, directory: parseDirectory(directory), isCertificateRevoked });
    marked = await makeCertificate({ subject: `CN=${canary}` });
    assertions = await createClientAssertions(running, clock);
    secrets.push(secret('admin key', running.description.adminKey));
  });
  after(() => running.close());

  const token = (changes: Form, at: object = {}): Promise<Reply> => {
    const daemon = running.application('daemon').clientId;
    return running.token({ client_id: daemon, client_secret: canary, claims: `{"${canary}":1}`, ...changes }, at);
  };
  const as = (name: string): Form => ({ client_id: running.application(name).clientId });
  const path = (): string => `/${running.tenantId}/oauth2/v2.0/token`;
  const get = async (from: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await running.fetch(`${running.sts}${from}`, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
  };
  const assert7523 = async (payload: object, header: object = assertions.ps256()): Promise<Reply> => {
    const assertion = assertions.signed(header, assertions.claims({ canary, ...payload }));
    secrets.push(secret('assertion', assertion));
    return assertions.send(assertion);
  };
  const faulty = async (status: number): Promise<Reply> => {
    const fault = JSON.stringify({ service: 'sts', status, times: 1, headers: { 'x-canary': canary } });
    await running.admin('/faults', { method: 'POST', headers: { 'content-type': 'application/json' }, body: fault });
    const reply = await token({});
    reply.headers.delete('x-canary');
    return reply;
  };
  const revokedKey = async (): Promise<Reply> => {
    const key = await generateSigningKey();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const claims = { access_token: { [canary]: { essential: true } } };
    await running.admin('/revoke', { ...init, body: JSON.stringify({ jkt: key.thumbprint, claims }) });
    return token({ token_type: 'pop', req_cnf: buildReqCnf('kid', key) });
  };
  /** A request on the mTLS endpoint, marked wherever it can be. */
  const mutual = async (identity: Identity, changes: Form = {}): Promise<Reply> => {
    const client = createMtlsClient(running, identity);
    const headers = { 'x-arr-clientcert': canary, 'client-cert': canary };
    const reply = await client.token({ claims: `{"${canary}":1}`, ...changes }, headers);
    client.close();
    return reply;
  };
  const withRevoked = async (): Promise<Reply> => {
    revoked.add(marked.sha256);
    return mutual(marked);
  };
  const mismatched = async (): Promise<Reply> => {
    const assertion = assertions.signed(assertions.ps256(), assertions.claims({ canary }));
    secrets.push(secret('assertion', assertion));
    return mutual(await makeCertificate({ subject: `CN=${canary}` }), {
      client_assertion: assertion,
      client_assertion_type: jwtBearer,
    });
  };
  const inAYear = async (): Promise<Reply> => {
    clock.advance(365 * 86_400);
    const reply = await assert7523({});
    clock.advance(-365 * 86_400);
    return reply;
  };
  const pop = { token_type: 'pop', req_cnf: Buffer.from(JSON.stringify({ kid: canary })).toString('base64url') };

  const requests: Partial<Readonly<Record<AadstsReason, () => Promise<Reply>>>> = {
    requestMalformed: () => running.post(path(), `client_secret=${canary}%zz`),
    bodyTooLarge: () => running.post(path(), `client_secret=${canary.repeat(3000)}`),
    parameterMissing: () => token({ token_type: 'pop' }),
    parameterRepeated: () => running.post(path(), `client_secret=${canary}&client_secret=${canary}`),
    endpointUnknown: () => get(`/${canary}`),
    methodWrong: () => get(`${path()}?client_secret=${canary}`),
    tenantMalformed: () => token({}, { tenant: canary }),
    tenantUnknown: () => token({}, { tenant: `${canary}.example` }),
    metadataTenantUnknown: () => get(`/${canary}.example/discovery/v2.0/keys`),
    tenantRequired: () => token({}, { tenant: 'common' }),
    instanceUnknown: () => get(`/common/discovery/instance?authorization_endpoint=https://${canary}/`),
    grantUnsupported: () => token({ grant_type: canary }),
    clientUnknown: () => token({ client_id: canary }),
    credentialMissing: () => token({ client_secret: undefined }),
    credentialRepeated: () => token({}, { headers: { authorization: `Basic ${btoa(`${canary}:${canary}`)}` } }),
    secretWrong: () => token({ client_secret: `${canary}2` }),
    clientIsPublic: () => token(as('spa')),
    assertionMalformed: () =>
      token({ client_secret: undefined, client_assertion: canary, client_assertion_type: jwtBearer }),
    assertionNotVerified: () => assert7523({}, { alg: 'PS256', 'x5t#S256': canary }),
    assertionIssuerWrong: () => assert7523({ iss: canary }),
    assertionAudienceWrong: () => assert7523({ aud: `https://${canary}/` }),
    assertionTimeWrong: () => assert7523({ exp: canary }),
    certificateTimeWrong: inAYear,
    clientCertificateMissing: () => mutual(undefined),
    secretOverMtls: async () => mutual(await issuedIdentity(running), { client_secret: canary }),
    certificateUnknown: () => mutual(marked),
    certificateMismatch: mismatched,
    certificateRevoked: withRevoked,
    certificateUnusable: async () =>
      mutual(await makeCertificate({ subject: `CN=${canary}`, purposes: [serverPurpose] })),
    authenticationMethodForbidden: () => token(as('certified')),
    confirmationBesideCertificate: async () => mutual(await issuedIdentity(running), { req_cnf: canary }),
    scopeMissing: () => token({ scope: undefined }),
    scopeNotDefault: () => token({ scope: canary }),
    resourceUnknown: () => token({ scope: `api://${canary}/.default` }),
    claimsMalformed: () => token({ claims: `{"${canary}":` }),
    claimsUnmet: () => token({ claims: `{"access_token":{"acrs":{"essential":true,"value":"${canary}"}}}` }),
    notBeforeTooLate: () => token({ claims: `{"access_token":{"nbf":{"essential":true,"value":"${canary}"}}}` }),
    keyRevoked: revokedKey,
    confirmationMalformed: () => token(pop),
    confirmationWithoutScheme: () => token({ req_cnf: canary }),
    tokenTypeUnknown: () => token({ token_type: canary }),
    certificateBindingUnavailable: () => token({ token_type: 'mtls_pop' }),
    dpopUnavailable: () => token({}, { headers: { dpop: canary } }),
    bindingOutsideBody: () => running.post(`${path()}?req_cnf=${canary}`, 'grant_type=client_credentials'),
    bindingMisspelt: () => running.post(path(), `grant_type=client_credentials&Req_Cnf=${canary}`),
    bindingRequiredByApplication: () => token(as('bound')),
    bindingRequiredByApi: () => token({ scope: 'api://required/.default' }),
    bindingForbiddenByApplication: async () => token({ ...as('unbound'), ...(await ownKey()) }),
    bindingForbiddenByApi: async () => token({ scope: 'api://forbidden/.default', ...(await ownKey()) }),
    throttled: () => faulty(429),
    unavailable: () => faulty(503),
  };

  for (const [reason, ask] of Object.entries(requests)) {
    it(`are refused without a trace: ${reason}`, async () => {
      const reply = await ask();
      const row = aadsts[reason as AadstsReason];
      assert.deepEqual([codeOf(reply), reply.status], [row.code, row.status], String(reply.body['error_description']));
      reached.add(reason);
      assertShowsNoSecret([reply.body, [...reply.headers]], secrets);
    });
  }

  it('are issued tokens without a trace of what was sent', async () => {
    for (const more of [{}, await ownKey()]) {
      const reply = await token(more);
      assert.equal(reply.status, 200);
      secrets.push(secret('access token', String(reply.body['access_token'])));
      assertShowsNoSecret([...reply.headers], secrets);
    }
    const marked = { metadata: canary, 'x-identity-header': canary, 'x-ms-client-request-id': canary };
    for (const path of ['/metadata/identity/oauth2/token', '/appservice/msi/token', `/${canary}`]) {
      const reply = await fetch(`${running.description.imds}${path}?resource=${canary}`, { headers: marked });
      assert.ok(reply.status >= 400);
      assertShowsNoSecret([await reply.text(), [...reply.headers]], secrets);
    }
    await running.authority.rotateKeys();
  });

  it('reach every row of the table, but those that have a reason', () => {
    const missing = Object.keys(aadsts).filter((reason) => !reached.has(reason) && !Object.hasOwn(elsewhere, reason));
    assert.deepEqual(missing, []);
  });

  it('leave no trace in events, of any kind', () => {
    const seen = new Set(running.events.map(({ name }) => name));
    const due = Object.entries(eventNames).flatMap(([name, where]) => (where === true ? [name] : []));
    assert.deepEqual([...seen].sort(), due.sort());
    for (const event of running.events) assertShowsNoSecret(event, secrets);
  });

  it('leave no trace in the admin service: not in its counters, its directory or its event stream', async () => {
    for (const route of ['/counters', '/directory']) {
      const response = await running.admin(route);
      assert.equal(response.status, 200);
      assertShowsNoSecret([await response.text(), [...response.headers]], secrets);
    }
    const stream = await running.admin('/events');
    const text = await readUntil(stream, 'key.rotated');
    assert.match(text, /token\.refused/);
    assertShowsNoSecret(text, secrets);
  });
});

async function ownKey(): Promise<Form> {
  return { token_type: 'pop', req_cnf: buildReqCnf('kid', await generateSigningKey()) };
}

async function readUntil(response: Response, word: string): Promise<string> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(word)) break;
  }
  return text;
}
