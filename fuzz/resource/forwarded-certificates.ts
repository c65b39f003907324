import { createHash, X509Certificate } from 'node:crypto';
import { dangerouslyTrustForwardedCertificate, type TokenValidator } from '@holdfast/resource';
import { type ForwardedCertificateOptions, forwardedCertificates } from '@holdfast/resource/forwarded';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { claims, createFuzzValidator, mint } from '../artefacts/api.ts';
import { certificatePem } from '../artefacts/certificate.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editHeaders, type HeaderLines, headerEdits } from '../mutate/header-lines.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';
import { expectProperRefusal } from './refusals.ts';

const trustedHops = [{ addresses: '10.0.4.1' }];
const der = new X509Certificate(certificatePem).raw;
const thumbprint = createHash('sha256').update(der).digest('base64url');
const accessToken = await mint({ ...claims, cnf: { 'x5t#S256': thumbprint } });
keepSecret(secret('access token (forwarded)', accessToken));

interface Form {
  readonly header: string;
  readonly validator: TokenValidator;
  readonly write: (bytes: Uint8Array) => string;
}

const toPem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;

const forms: readonly Form[] = [
  {
    header: 'client-cert',
    validator: makeValidator({ from: 'rfc9440', trustedHops }),
    write: (bytes) => `:${Buffer.from(bytes).toString('base64')}:`,
  },
  {
    header: 'x-client-cert',
    validator: makeValidator({ from: 'nginx', header: 'X-Client-Cert', trustedHops }),
    write: (bytes) => encodeURIComponent(toPem(bytes)),
  },
];

function makeValidator(options: ForwardedCertificateOptions): TokenValidator {
  const clientCertificates = { [dangerouslyTrustForwardedCertificate]: forwardedCertificates(options) };
  return createFuzzValidator('required', { clientCertificates });
}

// One line, under its own name, in its one spelling, from the hop: whatever else was changed, nothing passes.
const header = defineTarget({
  name: 'resource/forwarded-certificate',
  shortRuns: 400,
  arbitrary: fc.record({
    form: fc.constantFrom(...forms.keys()),
    lines: fc.option(headerEdits, { freq: 4 }),
    bytes: fc.option(byteEdits, { freq: 2 }),
    remoteAddress: fc.constantFrom('10.0.4.1', '10.0.4.1', '10.0.4.1', '::ffff:10.0.4.1', '10.0.4.2', undefined),
  }),
  run: async ({ form, lines, bytes, remoteAddress }) => {
    const { header: name, validator, write } = forms[form] ?? forms[0] ?? fail();
    const honest = write(der);
    const sent: HeaderLines = [[name, bytes === null ? honest : write(editBytes(der, bytes))]];
    const changed = lines === null ? sent : editHeaders(sent, lines);
    const headers = [['authorization', `mtls_pop ${accessToken}`] as const, ...changed];
    const request = { method: 'GET', target: '/orders', headers, connection: { remoteAddress } };
    const outcome = await attempt(() => validator.authenticate(request));
    expectProperRefusal(outcome);
    const isAlone = headers.filter(([one]) => one.toLowerCase() === 'authorization').length === 1;
    const named = changed.filter(([one]) => one.toLowerCase().replaceAll('_', '-') === name);
    const [line, ...others] = named;
    const isHonest = line?.[0].toLowerCase() === name && line[1] === honest && others.length === 0;
    const isFromHop = remoteAddress?.endsWith('10.0.4.1') === true;
    expect(outcome.accepted === (isAlone && isHonest && isFromHop), 'takes another header, or refuses the honest one');
  },
});

function fail(): never {
  throw new Error('there is no such form');
}

/** Targets that read what a proxy forwards. */
export const forwardedCertificateTargets: readonly FuzzTarget[] = [header];
