import assert from 'node:assert/strict';
import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { parsePemCertificate } from '../../src/certificate/parse-pem.ts';
import { makeCertificate, type TestCertificate, weakRsa } from './make-certificate.ts';
import { refusal } from './refusal.ts';

const root = await makeCertificate({ name: 'root' });
const middle = await makeCertificate({ kind: 'ec', name: 'middle', issuer: root, isAuthority: true });
const leaf = await makeCertificate({ kind: 'ec', name: 'leaf', issuer: middle });
const stranger = await makeCertificate({ kind: 'ec', name: 'stranger' });

test('thumbprints come from the DER (RFC 7515 sections 4.1.7 and 4.1.8; RFC 8705 section 3.1)', () => {
  const read = parsePemCertificate(leaf);
  const der = derOf(leaf);
  assert.equal(read.x5tS256, createHash('sha256').update(der).digest('base64url'));
  assert.equal(read.x5t, createHash('sha1').update(der).digest('base64url'));
  assert.deepEqual(Buffer.from(read.der), der);
  assert.equal(read.subject, 'CN=leaf');
  assert.equal(read.keyType, 'ec');
  assert.equal(read.isSelfSigned, false);
  assert.ok(read.notBefore * 1000 <= Date.now() && read.notAfter * 1000 > Date.now());
});

test('the chain is in the order of its signatures, whatever the order of the text; strangers are left out', () => {
  const expected = [leaf, middle, root].map((certificate) => derOf(certificate).toString('base64'));
  for (const others of [
    [middle, root],
    [root, middle],
    [stranger, root, middle],
  ]) {
    const text = [leaf, ...others].map(({ certificate }) => certificate).join('\n');
    assert.deepEqual(parsePemCertificate({ certificate: text, privateKey: leaf.privateKey }).x5c, expected);
  }
});

test('an issuer is who signed, not who has the name', async () => {
  const impostor = await makeCertificate({ kind: 'ec', name: 'middle' });
  const text = [leaf, impostor, middle].map(({ certificate }) => certificate).join('\n');
  const { x5c } = parsePemCertificate({ certificate: text, privateKey: leaf.privateKey });
  assert.deepEqual(
    x5c,
    [leaf, middle].map((certificate) => derOf(certificate).toString('base64')),
  );
});

test('one text may hold certificate and key, in any order, with other text around', () => {
  const { x5tS256 } = parsePemCertificate(leaf);
  for (const text of [`${leaf.certificate}\n${leaf.privateKey}`, `# key\n${leaf.privateKey}\r\n${leaf.certificate}`]) {
    assert.equal(parsePemCertificate({ certificate: text }).x5tS256, x5tS256);
  }
});

test('traditional and encrypted keys are read', () => {
  const key = createPrivateKey(leaf.privateKey);
  const sec1 = key.export({ type: 'sec1', format: 'pem' }) as string;
  const pkcs8 = encrypt(leaf, 'right');
  const old = key.export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'right' }) as string;
  const { x5tS256 } = parsePemCertificate({ certificate: leaf.certificate, privateKey: sec1 });
  for (const privateKey of [pkcs8, old]) {
    const read = parsePemCertificate({ certificate: leaf.certificate, privateKey, password: 'right' });
    assert.equal(read.x5tS256, x5tS256);
  }
});

test('the private key shows in no log, no JSON and no copy', () => {
  const read = parsePemCertificate(leaf);
  assert.equal(read.privateKey.type, 'private');
  assert.deepEqual(Object.keys(read).includes('privateKey'), false);
  assert.equal('privateKey' in { ...read }, false);
  const secret = leaf.privateKey.replaceAll(/-----.*-----|\n/g, '').slice(40, 80);
  assert.ok(!inspect(read, { showHidden: true, depth: 9 }).includes(secret));
  assert.ok(!JSON.stringify(read).includes(secret));
});

test('what does not belong together, or is not there, is refused', () => {
  const { certificate, privateKey } = leaf;
  const cases: readonly [string, Parameters<typeof parsePemCertificate>[0]][] = [
    ['ERR_CLIENT_CERTIFICATE_KEY_MISMATCH', { certificate, privateKey: root.privateKey }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MISMATCH', { certificate, privateKey: stranger.privateKey }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MISMATCH', { certificate: `${middle.certificate}\n${certificate}`, privateKey }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MISSING', { certificate }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { certificate, privateKey: certificate }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { certificate, privateKey: '' }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { certificate: `${certificate}\n${privateKey}\n${privateKey}` }],
    ['ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { certificate, privateKey: pem('PRIVATE KEY', 'CANARY') }],
    ['ERR_CLIENT_CERTIFICATE_MALFORMED', { certificate: privateKey, privateKey }],
    ['ERR_CLIENT_CERTIFICATE_MALFORMED', { certificate: 'CANARY', privateKey }],
    ['ERR_CLIENT_CERTIFICATE_MALFORMED', { certificate: pem('CERTIFICATE', 'CANARY'), privateKey }],
    ['ERR_CLIENT_CERTIFICATE_PASSWORD', { certificate, privateKey: encrypt(leaf, 'right') }],
    ['ERR_CLIENT_CERTIFICATE_PASSWORD', { certificate, privateKey: encrypt(leaf, 'right'), password: 'CANARY' }],
  ];
  for (const [code, input] of cases) assert.equal(refusal(() => parsePemCertificate(input)).code, code);
});

test('text that ends in the middle is refused at every length, never cut short to what is whole', () => {
  const text = `${leaf.certificate}\n${middle.certificate}\n`;
  const marks = [...text.matchAll(/-----BEGIN/g)].map(({ index }) => index);
  const isInside = (length: number) =>
    marks.some((mark) => length > mark + 11 && length < text.indexOf('-----END', mark) + 25);
  let inside = 0;
  for (let length = 20; length < text.length; length += 7) {
    if (!isInside(length)) continue;
    inside += 1;
    const certificate = text.slice(0, length);
    const { code } = refusal(() => parsePemCertificate({ certificate, privateKey: leaf.privateKey }));
    assert.equal(code, 'ERR_CLIENT_CERTIFICATE_TRUNCATED', `${length}`);
  }
  assert.ok(inside > 100, `${inside}`);
  const half = leaf.privateKey.slice(0, -10);
  const { code } = refusal(() => parsePemCertificate({ certificate: leaf.certificate, privateKey: half }));
  assert.equal(code, 'ERR_CLIENT_CERTIFICATE_TRUNCATED');
});

test('weak keys, other curves and other key types are refused', async () => {
  const weak = await makeCertificate({ algorithm: weakRsa });
  assert.equal(refusal(() => parsePemCertificate(weak)).code, 'ERR_CLIENT_CERTIFICATE_KEY_WEAK');
  const foreign = (keyPair: { readonly privateKey: { export(options: object): string | Buffer } }) =>
    refusal(() =>
      parsePemCertificate({
        certificate: leaf.certificate,
        privateKey: String(keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      }),
    ).code;
  assert.equal(foreign(generateKeyPairSync('ed25519')), 'ERR_CLIENT_CERTIFICATE_KEY_TYPE');
  assert.equal(foreign(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })), 'ERR_CLIENT_CERTIFICATE_KEY_TYPE');
});

test('what is no text is a programming error', () => {
  for (const wrong of [{ certificate: 1 }, { certificate: leaf.certificate, privateKey: 1 }]) {
    assert.throws(() => parsePemCertificate(wrong as never), TypeError);
  }
});

function derOf({ certificate }: TestCertificate): Buffer {
  return new X509Certificate(certificate).raw;
}

function encrypt({ privateKey }: TestCertificate, passphrase: string): string {
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
  return createPrivateKey(privateKey).export(options) as string;
}

function pem(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
}
