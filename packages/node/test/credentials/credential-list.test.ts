import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  type CertificateSource,
  type CredentialDescription,
  type CredentialEvent,
  type CredentialListOptions,
  CredentialsUnusable,
  createCredentialList,
  parsePemCertificate,
} from '@holdfast/node/mtls';
import type { ClientAuthTarget } from '@holdfast/oauth';
import { createFakeClock } from '@holdfast/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { refusalOf } from '../certificate/refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-credentials-'));
after(() => rmSync(folder, { recursive: true }));
const root = await makeCertificate({ kind: 'ec', name: 'root' });
const ada = await makeCertificate({ kind: 'ec', name: 'ada', issuer: root });
const grace = await makeCertificate({ name: 'grace', issuer: root });
const adaCertificate = parsePemCertificate(ada);
const graceCertificate = parsePemCertificate(grace);
const expired = await makeCertificate({ kind: 'ec', issuer: root, startsInMs: -9e6, endsInMs: -8e6 });
const target: ClientAuthTarget = {
  clientId: 'client',
  tokenEndpoint: 'https://localhost/token',
  signal: new AbortController().signal,
};

const secret: CredentialDescription = { kind: 'client-secret', clientSecret: 'CANARY' };
const pem: CredentialDescription = { kind: 'certificate-pem', ...pemOf(ada) };
const broken: CredentialDescription = { kind: 'certificate-pem', certificate: 'CANARY' };

function setUp(credentials: readonly CredentialDescription[], options: Partial<CredentialListOptions> = {}) {
  const events: CredentialEvent[] = [];
  const list = createCredentialList({ credentials, events: (event) => void events.push(event), ...options });
  return { list, events };
}

describe('a list of credentials', () => {
  it('gives the first that works, and says whether a token can be bound with it', async () => {
    const { list } = setUp([broken, pem, secret]);
    const chosen = await list.choose();
    assert.deepEqual([chosen.position, chosen.kind, chosen.canBind], [1, 'certificate-pem', true]);
    assert.equal(chosen.certificate?.x5tS256, adaCertificate.x5tS256);
    const { list: other } = setUp([secret, pem]);
    const { position, canBind, certificate, authenticate } = await other.choose();
    assert.deepEqual([position, canBind, certificate], [0, false, undefined]);
    assert.deepEqual(await authenticate(target), { client_secret: 'CANARY' });
  });

  it('leaves out what is skipped, without moving the places', async () => {
    const { list } = setUp([{ ...pem, skip: true }, { kind: 'skipped', skip: true }, secret]);
    assert.equal((await list.choose()).position, 2);
  });

  it('gives no unbound credential where binding is required, wherever it stands', async () => {
    const { list } = setUp([secret, broken, pem]);
    const chosen = await list.choose({ binding: 'required' });
    assert.deepEqual([chosen.position, chosen.canBind], [2, true]);
    const { list: unable } = setUp([secret, broken]);
    const refused = await refusalOf(unable.choose({ binding: 'required' }));
    assert.ok(refused instanceof CredentialsUnusable);
    assert.deepEqual(refused.attempts, [
      { position: 0, kind: 'client-secret', code: 'ERR_CREDENTIAL_UNBOUND' },
      { position: 1, kind: 'certificate-pem', code: 'ERR_CLIENT_CERTIFICATE_MALFORMED' },
    ]);
  });

  it('names each entry, its place and its code when none works', async () => {
    const away = new Error('the vault is away');
    const { list } = setUp([
      broken,
      { kind: 'skipped', skip: true },
      { kind: 'certificate-pem', ...pemOf(expired) },
      { kind: 'certificate-file', certificateFile: join(folder, 'CANARY') },
      { kind: 'certificate-callback', load: () => Promise.reject(away) },
      { kind: 'assertion-file', assertionFile: join(folder, 'CANARY') },
    ]);
    const refused = await refusalOf(list.choose());
    assert.ok(refused instanceof CredentialsUnusable);
    assert.match(
      refused.message,
      /0 certificate-pem: ERR_CLIENT_CERTIFICATE_MALFORMED, 2 certificate-pem: ERR_CLIENT_CERT/,
    );
    assert.deepEqual(
      refused.attempts.map(({ position, code }) => [position, code]),
      [
        [0, 'ERR_CLIENT_CERTIFICATE_MALFORMED'],
        [2, 'ERR_CLIENT_CERTIFICATE_EXPIRED'],
        [3, 'ERR_CLIENT_CERTIFICATE_FILE'],
        [4, 'ERR_UNKNOWN'],
        [5, 'ERR_CREDENTIAL_ASSERTION_FILE'],
      ],
    );
    assert.ok(refused.cause instanceof AggregateError);
    assert.equal(refused.cause.errors[3], away);
    const { list: empty } = setUp([]);
    assert.deepEqual((await refusalOf(empty.choose())).code, 'ERR_CREDENTIAL_NONE');
  });

  it('comes back to what is most wanted as soon as it works, and away from it when it expires', async () => {
    const clock = createFakeClock(Date.now());
    const certificateFile = join(folder, 'later.pem');
    const file = { kind: 'certificate-file', certificateFile } as const;
    const { list, events } = setUp([file, secret], { clock });
    assert.equal((await list.choose()).position, 1);
    writeFileSync(certificateFile, `${ada.certificate}\n${ada.privateKey}`);
    assert.equal((await list.choose()).position, 0);
    clock.advance(7200);
    assert.equal((await list.choose()).position, 1);
    list.close();
    const told = events.filter(({ name }) => name.startsWith('credential.'));
    assert.deepEqual(
      told.map((event) => [event.name, event.position, 'code' in event ? event.code : undefined]),
      [
        ['credential.rejected', 0, 'ERR_CLIENT_CERTIFICATE_FILE'],
        ['credential.chosen', 1, undefined],
        ['credential.chosen', 0, undefined],
        ['credential.rejected', 0, 'ERR_CLIENT_CERTIFICATE_EXPIRED'],
        ['credential.chosen', 1, undefined],
      ],
    );
  });

  it('tells a choice when it changes, not at every request', async () => {
    const { list, events } = setUp([broken, pem]);
    for (let turn = 0; turn < 5; turn++) await list.choose();
    const { x5tS256 } = adaCertificate;
    assert.deepEqual(events, [
      { name: 'credential.rejected', position: 0, kind: 'certificate-pem', code: 'ERR_CLIENT_CERTIFICATE_MALFORMED' },
      { name: 'credential.chosen', position: 1, kind: 'certificate-pem', canBind: true, x5tS256 },
    ]);
  });

  it('asks the source anew when the authority refused what was chosen', async () => {
    let [certificate, calls] = [adaCertificate, 0];
    const load = () => {
      calls += 1;
      return certificate;
    };
    const { list, events } = setUp([{ kind: 'certificate-callback', load }]);
    const chosen = await list.choose();
    certificate = graceCertificate;
    assert.equal((await list.choose()).certificate, adaCertificate);
    list.reject(chosen, 'AADSTS700027');
    assert.equal((await list.choose()).certificate, graceCertificate);
    assert.equal(calls, 2);
    const rejected = events.find(({ name }) => name === 'credential.rejected');
    assert.deepEqual(rejected, {
      name: 'credential.rejected',
      position: 0,
      kind: 'certificate-callback',
      code: 'AADSTS700027',
      x5tS256: adaCertificate.x5tS256,
    });
  });

  it('ends with the reason of its caller, which is nobody’s fault', async () => {
    const reason = new Error('gone');
    const { list, events } = setUp([
      { kind: 'certificate-callback', load: () => new Promise(() => undefined) },
      secret,
    ]);
    const leaving = new AbortController();
    const waiting = list.choose({ signal: leaving.signal });
    leaving.abort(reason);
    await assert.rejects(waiting, (error) => error === reason);
    assert.deepEqual(events, []);
  });

  it('closes what it opened, and not a source of the caller’s', async () => {
    let closed = 0;
    const source: CertificateSource = {
      current: async () => adaCertificate,
      invalidate: () => undefined,
      close: () => {
        closed += 1;
      },
    };
    const { list } = setUp([{ kind: 'certificate', certificate: source }]);
    assert.equal((await list.choose()).certificate, adaCertificate);
    list.close();
    assert.equal(closed, 0);
  });
});

describe('what is chosen authenticates', () => {
  const headerOf = async (description: CredentialDescription, options: Partial<CredentialListOptions> = {}) => {
    const { authenticate } = await setUp([description], options).list.choose();
    const { client_assertion = '' } = await authenticate(target);
    assert.equal(decodeJwt(client_assertion).aud, target.tokenEndpoint);
    return decodeProtectedHeader(client_assertion);
  };

  it('by an assertion that names the certificate: P-256 signs ES256, RSA signs PS256 or RS256', async () => {
    const { x5tS256, x5t } = graceCertificate;
    assert.deepEqual(await headerOf(pem), { alg: 'ES256', typ: 'JWT', 'x5t#S256': adaCertificate.x5tS256 });
    const rsa = { kind: 'certificate-pem', ...pemOf(grace) } as const;
    assert.deepEqual(await headerOf(rsa), { alg: 'PS256', typ: 'JWT', 'x5t#S256': x5tS256 });
    assert.deepEqual(await headerOf(rsa, { assertionAlgorithm: 'RS256' }), { alg: 'RS256', typ: 'JWT', x5t });
  });

  it('with its chain where the entry says so', async () => {
    const certificate = `${ada.certificate}\n${root.certificate}`;
    const header = await headerOf({ kind: 'certificate-pem', certificate, privateKey: ada.privateKey, sendX5c: true });
    const expected = parsePemCertificate({ certificate, privateKey: ada.privateKey }).x5c;
    assert.deepEqual(header['x5c'], expected);
    assert.equal(expected.length, 2);
  });

  it('refuses a self-signed certificate where that is said', async () => {
    const own = { kind: 'certificate', certificate: parsePemCertificate(root) } as const;
    assert.equal((await setUp([own]).list.choose()).canBind, true);
    const refused = await refusalOf(setUp([own], { selfSigned: 'refused' }).list.choose());
    assert.match(refused.message, /0 certificate: ERR_CLIENT_CERTIFICATE_SELF_SIGNED/);
  });

  it('by an assertion out of a file, as it is at that moment', async () => {
    const assertionFile = join(folder, 'assertion');
    writeFileSync(assertionFile, `${jwt({ exp: 2 ** 40 })}\n`);
    const { authenticate, canBind } = await setUp([{ kind: 'assertion-file', assertionFile }]).list.choose();
    assert.equal(canBind, false);
    writeFileSync(assertionFile, jwt({ exp: 2 ** 41 }));
    assert.equal((await authenticate(target))['client_assertion'], jwt({ exp: 2 ** 41 }));
  });

  it('by an assertion that brings its certificate, asked for once, both together', async () => {
    let calls = 0;
    const assertion = (given: ClientAuthTarget) => {
      calls += 1;
      return { assertion: `${given.clientId} ${calls}`, certificate: calls === 1 ? adaCertificate : graceCertificate };
    };
    const { list } = setUp([{ kind: 'assertion-callback', assertion, supportsTokenBinding: true }]);
    const { canBind, certificate, assertBound, authenticate } = await list.choose({ binding: 'required' });
    assert.deepEqual([canBind, certificate, calls], [true, undefined, 0]);
    assert.deepEqual(await assertBound?.(target), { assertion: 'client 1', certificate: adaCertificate });
    assert.deepEqual(await assertBound?.(target), { assertion: 'client 2', certificate: graceCertificate });
    assert.equal((await authenticate(target))['client_assertion'], 'client 3');
  });

  it('refuses an assertion that should bring a certificate and does not', async () => {
    for (const [code, given] of [
      ['ERR_CREDENTIAL_UNBOUND', 'CANARY'],
      ['ERR_CREDENTIAL_UNBOUND', { assertion: 'CANARY' }],
      ['ERR_CREDENTIAL_UNBOUND', undefined],
      ['ERR_CREDENTIAL_ASSERTION', { assertion: '', certificate: adaCertificate }],
      ['ERR_CLIENT_CERTIFICATE_SOURCE', { assertion: 'CANARY', certificate: { ...adaCertificate } }],
    ] as const) {
      const assertion = () => given as never;
      const { list } = setUp([{ kind: 'assertion-callback', assertion, supportsTokenBinding: true }]);
      const { assertBound } = await list.choose({ binding: 'required' });
      assert.equal((await refusalOf(assertBound?.(target) as Promise<unknown>)).code, code);
    }
    const { list } = setUp([{ kind: 'assertion-callback', assertion: () => 'CANARY' }]);
    assert.match((await refusalOf(list.choose({ binding: 'required' }))).message, /ERR_CREDENTIAL_UNBOUND/);
  });
});

describe('descriptions are checked at the door', () => {
  it('what is missing, misspelt or of another type is a programming error that quotes nothing', () => {
    const wrong: readonly unknown[] = [
      { kind: 'CANARY' },
      { kind: 'toString' },
      { kind: 'client-secret' },
      { kind: 'client-secret', clientSecret: '' },
      { kind: 'client-secret', clientSecret: 'CANARY', CANARY: 1 },
      { kind: 'client-secret', clientSecret: 'CANARY', sendX5c: true },
      { kind: 'certificate-pem', certificate: 'CANARY', password: 1 },
      { kind: 'certificate-pfx', pfx: 1 },
      { kind: 'certificate-file', certificateFile: '' },
      { kind: 'certificate-callback', load: 'CANARY' },
      { kind: 'assertion-callback', assertion: 'CANARY' },
      { kind: 'certificate', certificate: 'CANARY' },
      { ...pem, skip: 'yes' },
      'CANARY',
      null,
    ];
    const isQuiet = (error: Error) => error instanceof TypeError && !error.message.includes('CANARY');
    for (const entry of wrong) {
      assert.throws(() => createCredentialList({ credentials: [entry as never] }), isQuiet, JSON.stringify(entry));
    }
    for (const options of [
      { credentials: 'CANARY' },
      { credentials: [], selfSigned: 'CANARY' },
      { credentials: [], assertionAlgorithm: 'CANARY' },
      { credentials: [], clock: 1 },
      { credentials: [], events: 1 },
      { credentials: [], CANARY: 1 },
    ]) {
      assert.throws(() => createCredentialList(options as never), isQuiet);
    }
  });
});

function pemOf({ certificate, privateKey }: { readonly certificate: string; readonly privateKey: string }) {
  return { certificate, privateKey };
}

function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}
