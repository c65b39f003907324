import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import 'reflect-metadata';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { codesOf, look } from '../support/artefacts.ts';
import { runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

const name = { name: 'CN=daemon, DC=contoso' };
const rsaPss = {
  name: 'RSA-PSS',
  hash: 'SHA-256',
  saltLength: 32,
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

async function request(algorithm: RsaHashedKeyGenParams | EcKeyGenParams, hash = 'SHA-256'): Promise<Uint8Array> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const signingAlgorithm = { ...algorithm, hash };
  const made = await Pkcs10CertificateRequestGenerator.create({ ...name, keys, signingAlgorithm });
  return new Uint8Array(made.rawData);
}

type RsaHashedKeyGenParams = {
  name: string;
  hash: string;
  publicExponent: Uint8Array<ArrayBuffer>;
  modulusLength: number;
};
type EcKeyGenParams = { name: string; namedCurve: string };

suite('inspect: certificates, requests and keys', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene.close());

  test('a client certificate: every thumbprint, its period, its key', async () => {
    const { certFile = '' } = scene.holdfast.application('daemon');
    const pem = await readFile(certFile, 'utf8');
    const der = new X509Certificate(pem).raw;
    const at = Math.floor(Date.now() / 1000);
    const { kind, members, findings } = await look(pem, { now: at });
    const shown = (name: string): unknown => members.find((member) => member.name === name)?.value;
    assert.deepEqual([kind, findings], ['certificate', []]);
    assert.equal(shown('x5t#S256'), createHash('sha256').update(der).digest('base64url'));
    assert.equal(shown('x5t'), createHash('sha1').update(der).digest('base64url'));
    assert.deepEqual(codesOf(await look(pem, { now: at + 10 * 31_536_000 })), ['INSPECT_CERTIFICATE_PERIOD']);
    assert.deepEqual(codesOf(await look(der.toString('base64'), { now: at })), []);
  });

  test('DER from a file, PEM from stdin, and the exit code', async () => {
    const der = await request({ name: 'ECDSA', namedCurve: 'P-256' });
    const file = join(scene.folder, 'request.der');
    await writeFile(file, der);
    const fromFile = await runBinary(['inspect', file, '--json']);
    assert.deepEqual(
      [fromFile.code, (JSON.parse(fromFile.stdout) as { kind: string }).kind],
      [0, 'certificate-request'],
    );
    const broken = await runBinary(['inspect'], {
      input: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    });
    assert.equal(broken.code, 1);
    assert.match(broken.stdout, /INSPECT_CERTIFICATE_UNREADABLE/);
  });

  test('a request with RSA-PSS, as managed identities make it', async () => {
    const explanation = await look(Buffer.from(await request(rsaPss)).toString('base64'));
    assert.deepEqual([explanation.kind, codesOf(explanation)], ['certificate-request', []]);
    assert.equal(explanation.members.find(({ name: one }) => one === 'algorithm')?.value, 'RSA-PSS, SHA-256');
  });

  test('a request that another key signed, and one with a weak key and a weak hash', async () => {
    const forged = Buffer.from(await request(rsaPss));
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    assert.deepEqual(codesOf(await look(forged.toString('base64'))), ['INSPECT_CSR_SIGNATURE']);
    const weak = await request({ ...rsaPss, name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', modulusLength: 1024 }, 'SHA-1');
    assert.deepEqual(codesOf(await look(Buffer.from(weak).toString('base64'))), ['ERR_JWK_WEAK', 'INSPECT_HASH_WEAK']);
  });

  test('a private key is told, and shown in no form', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const explanation = await look(pem);
    assert.deepEqual([explanation.kind, codesOf(explanation)], ['private-key', ['INSPECT_PRIVATE_KEY']]);
    const { d = '' } = privateKey.export({ format: 'jwk' });
    const report = JSON.stringify(explanation);
    assert.ok(!report.includes(d) && !report.includes(pem.split('\n')[1] ?? ''));
    assert.deepEqual(codesOf(await look(publicKey.export({ format: 'pem', type: 'spki' }).toString())), []);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
    assert.deepEqual(codesOf(await look(other)), ['ERR_JWK_KTY']);
  });
});
