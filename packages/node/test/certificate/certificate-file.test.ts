import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createFakeClock, until } from '@holdfast/testing';
import { type CertificateFileOptions, createCertificateFile } from '../../src/certificate/certificate-file.ts';
import type { CertificateEvent, CertificateSource } from '../../src/certificate/certificate-source.ts';
import { parsePemCertificate } from '../../src/certificate/parse-pem.ts';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';
import { opensslMissing } from './openssl.ts';
import { refusalOf } from './refusal.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const [first, second] = [await makeLeaf(), await makeLeaf()];
const expired = await makeCertificate({ kind: 'ec', issuer: root, startsInMs: -9e6, endsInMs: -8e6 });

let folder: string;
let certificateFile: string;
let keyFile: string;
let source: CertificateSource | undefined;
let events: CertificateEvent[];
let told: () => void = () => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-certificate-'));
  certificateFile = join(folder, 'client.pem');
  keyFile = join(folder, 'client.key');
  events = [];
});
afterEach(() => {
  source?.close();
  rmSync(folder, { recursive: true });
});

function watch(options: Partial<CertificateFileOptions> = {}): CertificateSource {
  const tell = (event: CertificateEvent) => {
    events.push(event);
    told();
  };
  source = createCertificateFile({ certificateFile, keyFile, checkEverySeconds: 0.01, events: tell, ...options });
  return source;
}

/** Waits until so many events have been told. */
async function eventCount(count: number): Promise<void> {
  while (events.length < count) await new Promise<void>((resolve) => (told = resolve));
}

function writePair({ certificate, privateKey }: TestCertificate): void {
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, privateKey);
}

describe('a certificate file', () => {
  it('is read when it is first asked for, by everybody at once', async () => {
    const source = watch();
    writePair(first);
    const given = await Promise.all(Array.from({ length: 20 }, () => source.current()));
    assert.deepEqual(new Set(given.map(({ x5tS256 }) => x5tS256)), new Set([thumbprint(first)]));
    assert.equal(events.length, 1);
    assert.equal(events[0]?.name, 'certificate.loaded');
  });

  it('that is rewritten in place is picked up', async () => {
    writePair(first);
    await watch().current();
    writePair(second);
    await eventCount(2);
    assert.deepEqual(events[1], {
      name: 'certificate.loaded',
      x5tS256: thumbprint(second),
      previousX5tS256: thumbprint(first),
      notAfter: parsePemCertificate(second).notAfter,
    });
    assert.equal((await source?.current())?.x5tS256, thumbprint(second));
  });

  it('that another is renamed onto is picked up, also when it is as long and as old', async () => {
    const both = ({ certificate, privateKey }: TestCertificate) => `${certificate}\n${privateKey}`;
    writeFileSync(certificateFile, both(first));
    await watch({ keyFile: undefined }).current();
    const fresh = join(folder, 'fresh.pem');
    writeFileSync(fresh, both(second));
    spawnSync('touch', ['-r', certificateFile, fresh]);
    renameSync(fresh, certificateFile);
    await eventCount(2);
    assert.equal((await source?.current())?.x5tS256, thumbprint(second));
  });

  it('behind a link that is turned is picked up, as orchestrators renew secrets', async () => {
    for (const [name, { certificate, privateKey }] of Object.entries({ one: first, two: second })) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'client.pem'), certificate);
      writeFileSync(join(folder, name, 'client.key'), privateKey);
    }
    symlinkSync('one', join(folder, 'data'));
    symlinkSync(join('data', 'client.pem'), certificateFile);
    symlinkSync(join('data', 'client.key'), keyFile);
    await watch().current();
    symlinkSync('two', join(folder, 'fresh'));
    renameSync(join(folder, 'fresh'), join(folder, 'data'));
    await eventCount(2);
    assert.equal((await source?.current())?.x5tS256, thumbprint(second));
  });

  it('may be a PFX file', { skip: opensslMissing }, async () => {
    writePair(first);
    const pfxFile = join(folder, 'client.pfx');
    const { status } = spawnSync('openssl', [
      'pkcs12',
      '-export',
      '-inkey',
      keyFile,
      '-in',
      certificateFile,
      '-passout',
      'pass:right',
      '-out',
      pfxFile,
    ]);
    assert.equal(status, 0);
    const read = await watch({ certificateFile: pfxFile, keyFile: undefined, password: 'right' }).current();
    assert.equal(read.x5tS256, thumbprint(first));
  });
});

describe('the last good certificate stays', () => {
  it('while only one half of a new pair is there, and until the other half comes', async () => {
    writePair(first);
    await watch().current();
    writeFileSync(certificateFile, second.certificate);
    await eventCount(2);
    const kept = {
      name: 'certificate.refused',
      code: 'ERR_CLIENT_CERTIFICATE_KEY_MISMATCH',
      keptX5tS256: thumbprint(first),
    };
    assert.deepEqual(events[1], kept);
    assert.equal((await source?.current())?.x5tS256, thumbprint(first));
    writeFileSync(keyFile, second.privateKey);
    await eventCount(3);
    assert.equal((await source?.current())?.x5tS256, thumbprint(second));
  });

  it('while a file is half written, empty or gone; each is told once', async () => {
    writePair(first);
    const source = watch();
    await source.current();
    const half = Math.floor(second.certificate.length / 2);
    const harms: readonly [string, () => void][] = [
      ['ERR_CLIENT_CERTIFICATE_TRUNCATED', () => writeFileSync(certificateFile, second.certificate.slice(0, half))],
      ['ERR_CLIENT_CERTIFICATE_MALFORMED', () => truncateSync(certificateFile, 0)],
      ['ERR_CLIENT_CERTIFICATE_FILE', () => rmSync(certificateFile)],
      ['ERR_CLIENT_CERTIFICATE_EXPIRED', () => writePair(expired)],
    ];
    for (const [index, [code, harm]] of harms.entries()) {
      harm();
      await eventCount(index + 2);
      const event = events[index + 1];
      assert.equal(event?.name === 'certificate.refused' ? event.code : event?.name, code);
      assert.equal((await source.current()).x5tS256, thumbprint(first));
    }
    writePair(second);
    await eventCount(harms.length + 2);
    assert.equal((await source.current()).x5tS256, thumbprint(second));
    assert.equal(events.length, harms.length + 2);
  });

  it('however slowly the new one is written: no pair is ever mixed, no chain ever short', async () => {
    const chainOf = ({ certificate }: TestCertificate) => `${certificate}\n${root.certificate}\n`;
    const seen = new Set<string>();
    writeFileSync(certificateFile, chainOf(first));
    writeFileSync(keyFile, first.privateKey);
    const source = watch();
    await source.current();
    for (const next of [second, first, second]) {
      writeFileSync(keyFile, next.privateKey);
      writeFileSync(certificateFile, '');
      for (const piece of chainOf(next).match(/[\s\S]{1,300}/g) ?? []) {
        appendFileSync(certificateFile, piece);
        await new Promise((resolve) => setTimeout(resolve, 15));
        const { x5tS256, x5c } = await source.current();
        seen.add(`${x5tS256} ${x5c.length}`);
      }
      await until(async () => (await source.current()).x5tS256 === thumbprint(next));
    }
    assert.deepEqual(seen, new Set([first, second].map((leaf) => `${thumbprint(leaf)} 2`)));
  });

  it('until it expires; then a request is refused before anything is sent', async () => {
    const clock = createFakeClock(Date.now());
    writePair(first);
    const source = watch({ clock });
    await source.current();
    clock.advance(2 * 3600);
    assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_EXPIRED');
  });
});

describe('a certificate file that cannot be used', () => {
  it('fails whoever asks, with the reason, until it is mended', async () => {
    const source = watch();
    assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_FILE');
    writeFileSync(certificateFile, first.certificate);
    writeFileSync(keyFile, second.privateKey);
    assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
    writePair(first);
    assert.equal((await source.current()).x5tS256, thumbprint(first));
  });

  it('and is not valid yet becomes good by itself', async () => {
    const clock = createFakeClock(Date.now() - 3_600_000);
    writePair(first);
    const source = watch({ clock });
    assert.equal((await refusalOf(source.current())).code, 'ERR_CLIENT_CERTIFICATE_NOT_YET_VALID');
    clock.advance(3600);
    await eventCount(2);
    assert.equal((await source.current()).x5tS256, thumbprint(first));
  });

  it('is a programming error when the options are wrong', () => {
    for (const wrong of [{ certificateFile: '' }, { keyFile: 1 }, { checkEverySeconds: 0 }]) {
      assert.throws(() => watch(wrong as never), TypeError);
    }
  });
});

async function makeLeaf(): Promise<TestCertificate> {
  return makeCertificate({ kind: 'ec', issuer: root });
}

function thumbprint(certificate: TestCertificate): string {
  return parsePemCertificate(certificate).x5tS256;
}
