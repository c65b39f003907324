import { createBoundFetch } from '@holdfast/oauth';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { boundToken, createFuzzClient, expectSilentEvents, replyWith, scopes } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { partOf } from '../mutate/jws.ts';
import { mutantsOf } from '../mutate/text.ts';

const accessToken = await boundToken({ kid: keys.holder.thumbprint });
const origin = 'https://api.example';

const challenge = mutantsOf(
  'PoP nonce="abc"',
  'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjpudWxsfX0="',
  'PoP nonce="n", Bearer error="insufficient_claims", claims="e30="',
  'Bearer authorization_uri="https://thief.example/common", error="invalid_token"',
);
const answer = fc.record({
  status: fc.constantFrom(401, 401, 401, 200, 302, 307, 403, 500),
  challenge: fc.option(challenge),
  info: fc.option(mutantsOf('nextnonce="abc"', 'PoP nextnonce="abc"')),
  location: fc.constantFrom('https://thief.example/', '/other'),
});

// An API may say anything: our token stays with it, every request carries a proof of its own, and there is an end to asking.
const boundFetch = defineTarget({
  name: 'oauth/api-challenge',
  shortRuns: 150,
  arbitrary: fc.array(answer, { minLength: 1, maxLength: 6 }),
  run: async (answers) => {
    const script = answers.map(({ status, challenge: asks, info, location }) => {
      const headers = new Headers({ location });
      writeHeader(headers, 'www-authenticate', asks);
      writeHeader(headers, 'authentication-info', info);
      return new Response(null, { status, headers });
    });
    const last = script.at(-1) as Response;
    const sent: Request[] = [];
    const client = createFuzzClient({
      token: () => replyWith(JSON.stringify({ token_type: 'pop', expires_in: 3600, access_token: accessToken })),
    });
    const call = createBoundFetch({
      client,
      scopes,
      origins: [origin],
      transport: async (request) => {
        sent.push(request);
        return script[sent.length - 1] ?? last.clone();
      },
    });
    const outcome = await attempt(() => call(`${origin}/orders?limit=3`));
    expectSilentEvents();
    expect(sent.length <= 3, 'asks again and again');
    expect(
      sent.every((request) => new URL(request.url).origin === origin),
      'carries the token elsewhere',
    );
    const proofs = sent.map((request) => request.headers.get('authorization') ?? '');
    expect(
      proofs.every((proof) => proof.startsWith('PoP ')) && new Set(proofs).size === proofs.length,
      'sends a proof twice',
    );
    for (const proof of proofs) {
      const { nonce } = partOf(proof.slice(4), 1);
      expect(
        nonce === undefined || (typeof nonce === 'string' && nonce !== '' && nonce.length <= 1024),
        'signs any nonce',
      );
    }
    if (outcome.accepted) expect(outcome.value.status !== 0, 'gives no answer');
  },
});

/** Challenges of APIs. */
export const apiChallengeTargets: readonly FuzzTarget[] = [boundFetch];

// What HTTP cannot carry does not arrive.
function writeHeader(headers: Headers, name: string, value: string | null): void {
  try {
    if (value !== null) headers.append(name, value);
  } catch {
    return;
  }
}
