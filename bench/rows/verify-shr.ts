import { verify } from 'node:crypto';
import { createTokenValidator, type TokenValidator } from '@holdfast/resource';
import { collectGarbage } from '../engine/heap.ts';
import type { Contestant, Row } from '../engine/row.ts';
import { microsecondsPerCall } from '../engine/stopwatch.ts';
import { createProofStock, type PreparedProof, type ProofAlgorithm, type ProofStock } from '../shr/proof-stock.ts';
import { createJoseVerifier } from '../shr/verify-with-jose.ts';

const bareName = 'crypto.verify';
const joseName = 'jose, composed';

export const rows: readonly Row[] = [
  rememberedRow('RS256', { bare: 0.7, jose: 10 }),
  rememberedRow('ES256', { bare: 0.85, jose: 4 }),
  freshRow('RS256'),
  freshRow('ES256'),
];

/** Every token was seen before, every proof is new. */
function rememberedRow(alg: ProofAlgorithm, atLeast: { readonly bare: number; readonly jose: number }): Row {
  return {
    name: `authenticate a signed HTTP request, ${alg} proof, token remembered`,
    unit: 'µs',
    async prepare({ quick }) {
      const tokens = quick ? 200 : 10_000;
      const stock = await createProofStock(alg, tokens);
      const validator = createTokenValidator(stock.options);
      for (const { incoming } of await stock.take(tokens)) await validator.authenticate(incoming);
      return {
        contestants: contestants(stock, alg, { validator, perRound: quick ? 300 : 3_000 }),
        targets: [
          { of: 'holdfast', against: bareName, atLeast: atLeast.bare },
          { of: 'holdfast', against: joseName, atLeast: atLeast.jose },
        ],
        notes: [
          `${tokens.toLocaleString('en')} distinct RS256 tokens of ten clients in rotation; nonce and replay on, a nonce for each client in a round`,
          `${bareName}: only the signature of the proof, over bytes that are there; jose: the same checks`,
        ],
      };
    },
  };
}

/** Nothing is remembered: both signatures are verified, and both tokens decoded, every time. */
function freshRow(alg: ProofAlgorithm): Row {
  return {
    name: `authenticate a signed HTTP request, ${alg} proof, token not remembered`,
    unit: 'µs',
    async prepare({ quick }) {
      const stock = await createProofStock(alg, 100);
      const validator = createTokenValidator({ ...stock.options, rememberedTokens: 0 });
      return {
        contestants: contestants(stock, alg, { validator, perRound: quick ? 300 : 3_000 }),
        targets: [{ of: 'holdfast', against: joseName, atLeast: 5 }],
        notes: ['holdfast keeps the imported keys of clients, and verifies both signatures every time'],
      };
    },
  };
}

interface Field {
  readonly validator: TokenValidator;
  readonly perRound: number;
}

function contestants(stock: ProofStock, alg: ProofAlgorithm, { validator, perRound }: Field): readonly Contestant[] {
  const verifyWithJose = createJoseVerifier(stock, alg, false);
  const verifyWithKeptKeys = createJoseVerifier(stock, alg, true);
  const judges: readonly (readonly [string, (proof: PreparedProof) => unknown])[] = [
    ['holdfast', ({ incoming }) => validator.authenticate(incoming)],
    [bareName, verifySignatureOnly],
    [joseName, ({ incoming }) => verifyWithJose(incoming)],
    ['jose, keys kept by hand', ({ incoming }) => verifyWithKeptKeys(incoming)],
  ];
  // The same fresh proofs for everybody in a round; each has a replay store of its own.
  let proofs: readonly PreparedProof[] = [];
  let measured = 0;
  const together: readonly Contestant[] = judges.map(([name, judge]) => ({
    name,
    async measure() {
      if (measured++ % judges.length === 0) proofs = await stock.take(perRound);
      return timed(proofs, judge);
    },
  }));
  // What a client of MSAL costs: it signs another nonce each time.
  const withNonces: Contestant = {
    name: 'holdfast, other nonces',
    measure: async () =>
      timed(await stock.takeWithNonces(perRound), ({ incoming }) => validator.authenticate(incoming)),
  };
  return [...together, withNonces];
}

function timed(proofs: readonly PreparedProof[], judge: (proof: PreparedProof) => unknown): Promise<number> {
  collectGarbage();
  return microsecondsPerCall(proofs.length, (index) => judge(proofs[index] as PreparedProof));
}

function verifySignatureOnly({ signedBytes, publicKey, signature }: PreparedProof): void {
  if (!verify('sha256', signedBytes, publicKey, signature)) throw new Error('not signed');
}
