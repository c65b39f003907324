import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parsePemCertificate } from '../../src/certificate/parse-pem.ts';
import { parsePfxCertificate } from '../../src/certificate/parse-pfx.ts';
import { decodeBer, encodingOf, insideOf, octetsOf, partsOf } from '../../src/pkcs12/pfx-structure.ts';
import { makeCertificate } from './make-certificate.ts';
import { opensslMissing } from './openssl.ts';
import { refusal } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-pfx-'));
after(() => rmSync(folder, { recursive: true }));

const root = await makeCertificate({ name: 'root' });
const leaf = await makeCertificate({ kind: 'ec', name: 'leaf', issuer: root });
const other = await makeCertificate({ kind: 'ec', name: 'other' });
for (const [name, { certificate, privateKey }] of Object.entries({ root, leaf, other })) {
  writeFileSync(join(folder, `${name}.pem`), certificate);
  writeFileSync(join(folder, `${name}.key`), privateKey);
}
const expected = parsePemCertificate({
  certificate: `${leaf.certificate}\n${root.certificate}`,
  privateKey: leaf.privateKey,
});

/** Has OpenSSL write a PFX file: with the leaf, its key and its issuer, unless the options say otherwise. */
function writePfx(name: string, options: readonly string[] = [], password = 'right'): Buffer {
  const parts = options.includes('-nokeys') ? ['-in', 'leaf.pem'] : ['-inkey', 'leaf.key', '-in', 'leaf.pem'];
  const { status, stderr } = spawnSync(
    'openssl',
    ['pkcs12', '-export', ...parts, '-certfile', 'root.pem', '-passout', `pass:${password}`, '-out', name, ...options],
    { cwd: folder },
  );
  assert.equal(status, 0, String(stderr));
  return readFileSync(join(folder, name));
}

const tripleDes = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

describe('PFX files that OpenSSL writes are read', { skip: opensslMissing }, () => {
  const files: Readonly<Record<string, readonly string[]>> = {
    'AES-256 with PBKDF2': [],
    'AES-128 with PBKDF2': ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC'],
    'AES-192 with PBKDF2': ['-certpbe', 'AES-192-CBC', '-keypbe', 'AES-192-CBC'],
    'triple DES with PBKDF2': ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC'],
    'triple DES as Windows and .NET write it': tripleDes,
    'many iterations': [...tripleDes, '-iter', '20000'],
    'no encryption under a MAC': ['-certpbe', 'NONE', '-keypbe', 'NONE'],
    'no MAC': ['-nomac'],
    'a friendly name': ['-name', 'orders daemon', '-caname', 'root'],
  };
  for (const [name, options] of Object.entries(files)) {
    it(name, () => {
      const read = parsePfxCertificate({ pfx: writePfx('read.pfx', options), password: 'right' });
      assert.deepEqual(read.x5c, expected.x5c);
      assert.ok(read.privateKey.equals(expected.privateKey));
    });
  }

  for (const password of ['', 'naïve 🔑 pässword', 'x'.repeat(100)]) {
    it(`a password of ${password.length} characters, in either encoding`, () => {
      for (const options of [[], tripleDes]) {
        const read = parsePfxCertificate({ pfx: writePfx('password.pfx', options, password), password });
        assert.equal(read.x5tS256, expected.x5tS256);
      }
    });
  }

  it('as base64 text too, in lines or without', () => {
    const base64 = writePfx('base64.pfx').toString('base64');
    for (const pfx of [base64, base64.replaceAll(/.{64}/g, '$&\r\n')]) {
      assert.equal(parsePfxCertificate({ pfx, password: 'right' }).x5tS256, expected.x5tS256);
    }
  });
});

describe('PFX files that cannot be used are refused with the reason', { skip: opensslMissing }, () => {
  const codeOf = (pfx: Uint8Array | string, password = 'right') =>
    refusal(() => parsePfxCertificate({ pfx, password })).code;

  it('a wrong password, whatever the encryption', () => {
    for (const options of [[], tripleDes, ['-nomac'], ['-legacy']]) {
      const pfx = writePfx('wrong.pfx', options);
      for (const password of ['CANARY', '']) assert.equal(codeOf(pfx, password), 'ERR_CLIENT_CERTIFICATE_PASSWORD');
    }
  });

  it('RC2, with the command that converts it', () => {
    const refused = refusal(() => parsePfxCertificate({ pfx: writePfx('rc2.pfx', ['-legacy']), password: 'right' }));
    assert.equal(refused.code, 'ERR_CLIENT_CERTIFICATE_ENCRYPTION');
    assert.match(refused.mend, /openssl pkcs12 .*-legacy/);
    assert.equal(
      codeOf(writePfx('rc2.pfx', ['-legacy', '-keypbe', 'PBE-SHA1-RC2-40'])),
      'ERR_CLIENT_CERTIFICATE_ENCRYPTION',
    );
  });

  it('no key, no certificate, or a key of something else', () => {
    assert.equal(codeOf(writePfx('nokey.pfx', ['-nokeys'])), 'ERR_CLIENT_CERTIFICATE_KEY_MISSING');
    assert.equal(
      codeOf(writeBare('nocert.pfx', ['-inkey', 'leaf.key', '-nocerts'])),
      'ERR_CLIENT_CERTIFICATE_MALFORMED',
    );
    const bare = ['-nomac', '-certpbe', 'NONE', '-keypbe', 'NONE'];
    const key = writeBare('key.pfx', ['-inkey', 'leaf.key', '-nocerts', ...bare]);
    const foreign = writeBare('foreign.pfx', ['-in', 'other.pem', '-nokeys', ...bare]);
    const whole = writePfx('whole.pfx', bare);
    assert.equal(codeOf(joinPfx(key, foreign)), 'ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
    assert.equal(codeOf(joinPfx(whole, key)), 'ERR_CLIENT_CERTIFICATE_KEY_MALFORMED');
    assert.equal(parsePfxCertificate({ pfx: joinPfx(foreign, whole) }).x5tS256, expected.x5tS256);
  });

  it('bytes that are no PFX, at whatever length the file ends', () => {
    const whole = writePfx('whole.pfx');
    for (let length = 0; length < whole.length; length += 97) {
      assert.equal(codeOf(whole.subarray(0, length)), 'ERR_CLIENT_CERTIFICATE_MALFORMED', `${length}`);
    }
    for (const wrong of ['', 'CANARY!', Buffer.from('CANARY'), Buffer.from(leaf.certificate), Buffer.of(0x30, 0)]) {
      assert.equal(codeOf(wrong), 'ERR_CLIENT_CERTIFICATE_MALFORMED');
    }
  });

  it('a file of which any byte was changed', () => {
    const whole = writePfx('changed.pfx', tripleDes);
    for (let place = 0; place < whole.length; place += 41) {
      const changed = Buffer.from(whole);
      changed[place] = (changed[place] ?? 0) ^ 1;
      // What the MAC does not cover, such as the digest's parameters, may change without harm.
      try {
        assert.equal(parsePfxCertificate({ pfx: changed, password: 'right' }).x5tS256, expected.x5tS256);
      } catch (error) {
        assert.match(
          refusal(() => {
            throw error;
          }).code,
          /^ERR_CLIENT_CERTIFICATE_/,
          `${place}`,
        );
      }
    }
  });

  it('what is neither bytes nor text is a programming error', () => {
    assert.throws(() => parsePfxCertificate({ pfx: 1 as never }), TypeError);
  });
});

function writeBare(name: string, options: readonly string[]): Buffer {
  spawnSync('openssl', ['pkcs12', '-export', '-passout', 'pass:right', '-out', name, ...options], { cwd: folder });
  return readFileSync(join(folder, name));
}

/** One file without a MAC that holds what two hold; OpenSSL itself writes no file that contradicts itself. */
function joinPfx(...files: readonly Buffer[]): Buffer {
  const contents = files.flatMap((file) => {
    const [, authenticated] = partsOf(decodeBer(file));
    const safe = octetsOf(insideOf(partsOf(authenticated)[1]));
    return partsOf(decodeBer(safe)).map(encodingOf);
  });
  const safe = wrap(0x30, Buffer.concat(contents));
  const data = Buffer.from('06092a864886f70d010701', 'hex');
  const content = wrap(0x30, Buffer.concat([data, wrap(0xa0, wrap(0x04, safe))]));
  return wrap(0x30, Buffer.concat([Buffer.of(2, 1, 3), content]));
}

function wrap(tag: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, 0x82, bytes.length >> 8, bytes.length & 0xff), bytes]);
}
