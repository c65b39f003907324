import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createCertificateCallback, createCertificateFile, parsePemCertificate } from '@holdfast/node/mtls';
import { certificateSourceContract } from '@holdfast/testing';
import { makeCertificate } from './make-certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-source-'));
after(() => rmSync(folder, { recursive: true }));
const pems = {
  first: await makeCertificate({ kind: 'ec' }),
  second: await makeCertificate({ kind: 'ec' }),
  unusable: await makeCertificate({ kind: 'ec', startsInMs: -9e6, endsInMs: -8e6 }),
};
const certificates = {
  first: parsePemCertificate(pems.first),
  second: parsePemCertificate(pems.second),
  unusable: parsePemCertificate(pems.unusable),
};
const thumbprints = { first: certificates.first.x5tS256, second: certificates.second.x5tS256 };
let count = 0;

certificateSourceContract('file', () => {
  count += 1;
  const certificateFile = join(folder, `${count}.pem`);
  return {
    source: createCertificateFile({ certificateFile }),
    put: (which) => writeFileSync(certificateFile, `${pems[which].certificate}\n${pems[which].privateKey}`),
    thumbprints,
  };
});

certificateSourceContract('callback', () => {
  let held: keyof typeof certificates | undefined;
  const load = async () => {
    if (held === undefined) throw new Error('nothing is there yet');
    return certificates[held];
  };
  return {
    source: createCertificateCallback({ load }),
    put: (which) => {
      held = which;
    },
    thumbprints,
  };
});
