import { encodeUtf8 } from '@holdfast/core';
import type { IncomingRequest, ProofPolicy } from '@holdfast/resource';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { certificate, certificateThumbprint, claims, createFuzzValidator, mint, prove } from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { jwsMutation, mutateJws } from '../mutate/jws.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';
import { expectProperRefusal } from './refusals.ts';

const { holder } = keys;
const tokens = {
  kid: await mint({ ...claims, cnf: { kid: holder.thumbprint } }),
  jwk: await mint({ ...claims, cnf: { jwk: { ...holder.jwk, kid: 'label' } } }),
  unbound: await mint(claims),
  certificate: await mint({ ...claims, cnf: { 'x5t#S256': certificateThumbprint } }),
  both: await mint({ ...claims, cnf: { kid: holder.thumbprint, 'x5t#S256': certificateThumbprint } }),
};
for (const [name, token] of Object.entries(tokens)) keepSecret(secret(`access token (${name})`, token));

type Binding = keyof typeof tokens;
const isKeyBound = (binding: Binding): boolean => ['kid', 'jwk', 'both'].includes(binding);
const isCertificateBound = (binding: Binding): boolean => ['certificate', 'both'].includes(binding);

const honest = fc.record({
  binding: fc.constantFrom<Binding>('kid', 'jwk', 'both', 'unbound', 'certificate'),
  policy: fc.constantFrom<ProofPolicy>('required', 'when-bound', 'bearer-only'),
  method: fc.constantFrom('GET', 'POST'),
  target: fc.constantFrom('/orders', '/orders?limit=3&sort=name', '/Orders//%37'),
  hasBody: fc.boolean(),
});

const changes = fc.record({
  authorization: fc.option(textEdits, { freq: 1 }),
  scheme: fc.option(fc.constantFrom('PoP', 'pop', 'POP', 'Bearer', 'bearer', 'mtls_pop', 'MTLS_POP', 'DPoP', 'Pop '), {
    freq: 1,
  }),
  proof: fc.option(jwsMutation, { freq: 1 }),
  token: fc.option(jwsMutation, { freq: 1 }),
  headers: fc.option(headerEdits, { freq: 1 }),
  method: fc.option(textEdits, { freq: 1 }),
  target: fc.option(textEdits, { freq: 1 }),
  body: fc.option(byteEdits, { freq: 1 }),
  certificate: fc.option(fc.constantFrom('none' as const, 'other' as const, 'expired' as const), { freq: 1 }),
});

// A whole request, honest, and then changed in a few places: it passes only where nothing that matters was changed.
const whole = defineTarget({
  name: 'resource/authenticate',
  shortRuns: 300,
  arbitrary: fc.tuple(honest, changes),
  run: async ([situation, change]) => {
    const { binding, policy, method, target } = situation;
    const body = situation.hasBody ? encodeUtf8('{"item":"lantern"}') : new Uint8Array(0);
    const accessToken = change.token === null ? tokens[binding] : mutateJws(tokens[binding], change.token);
    const signed = isKeyBound(binding)
      ? await prove({ accessToken, key: holder, method, target, body: situation.hasBody ? body : undefined })
      : accessToken;
    const sent = change.proof === null ? signed : mutateJws(signed, change.proof);
    const label = isKeyBound(binding) ? 'PoP' : binding === 'certificate' ? 'mtls_pop' : 'Bearer';
    const line = `${change.scheme ?? label} ${sent}`;
    const authorization = change.authorization === null ? line : editText(line, change.authorization);
    const lines = [
      ['Host', 'evil.example'],
      ['Authorization', authorization],
      ['Accept', '*/*'],
    ] as const;
    const incoming: IncomingRequest = {
      method: change.method === null ? method : editText(method, change.method),
      target: change.target === null ? target : editText(target, change.target),
      headers: change.headers === null ? lines : editHeaders(lines, change.headers),
      body: change.body === null ? body : editBytes(body, change.body),
      certificate: present(change.certificate),
    };
    const secrets = [secret('proof', signed), secret('changed access token', accessToken)];
    const validator = createFuzzValidator(policy);
    const outcome = await attempt(() => validator.authenticate(incoming), { secrets });
    validator.expectSilentEvents();
    expectProperRefusal(outcome, secrets);

    const isBoundHonestly =
      (!isCertificateBound(binding) || change.certificate === null) &&
      (!isKeyBound(binding) || isAsSigned(incoming, { method, target, body: situation.hasBody ? body : undefined }));
    const expected =
      accessToken === tokens[binding] &&
      credentialOf(incoming, binding) === signed &&
      allows(policy, binding) &&
      isBoundHonestly;
    expect(
      outcome.accepted === expected,
      expected ? 'refuses an honest request' : 'accepts a request that was changed',
    );
    if (!outcome.accepted || !isKeyBound(binding)) return;
    const again = await attempt(() => validator.authenticate(incoming), { secrets });
    expect(
      !again.accepted && 'code' in again.error && again.error.code === 'ERR_REPLAY_REPEATED',
      'accepts a proof twice',
    );
  },
});

/** Whole requests, changed. */
export const authenticateTargets: readonly FuzzTarget[] = [whole];

function present(change: 'none' | 'other' | 'expired' | null): IncomingRequest['certificate'] {
  switch (change) {
    case 'none':
      return undefined;
    case 'other':
      return { ...certificate, der: encodeUtf8('the DER of another certificate') };
    case 'expired':
      return { ...certificate, notAfter: certificate.notBefore };
    case null:
      return certificate;
  }
}

// RFC 9110 section 11.1: the scheme in any letter case, blanks, one credential; and RFC 9110 section 5.5 for what a line is.
function credentialOf({ headers }: IncomingRequest, binding: Binding): string | undefined {
  const lines = headers.filter(([name]) => name.toLowerCase() === 'authorization');
  const [scheme = '', token, ...rest] = (lines[0]?.[1] ?? '').split(/ +/);
  if (lines.length !== 1 || rest.length > 0) return undefined;
  // A certificate proves itself under either label; a key needs its proof.
  const labels = isKeyBound(binding) ? ['pop'] : binding === 'certificate' ? ['mtls_pop', 'bearer'] : ['bearer'];
  return labels.includes(scheme.toLowerCase()) ? token : undefined;
}

function allows(policy: ProofPolicy, binding: Binding): boolean {
  return binding === 'unbound' ? policy !== 'required' : policy !== 'bearer-only';
}

function isAsSigned(
  incoming: IncomingRequest,
  signed: { readonly method: string; readonly target: string; readonly body: Uint8Array | undefined },
): boolean {
  if (incoming.method !== signed.method) return false;
  // An empty query is no query: `u?` and `u` carry the same parameters, none.
  if (incoming.target !== signed.target && incoming.target !== `${signed.target}?`) return false;
  return signed.body === undefined || Buffer.compare(incoming.body ?? new Uint8Array(0), signed.body) === 0;
}
