import { verify } from 'node:crypto';
import { createTokenValidator } from '@holdfast/resource';
import { createProofStock, type ProofAlgorithm } from '../shr/proof-stock.ts';

const alg = (process.argv[2] ?? 'RS256') as ProofAlgorithm;
const tokens = Number(process.argv[3] ?? 2000);
const per = Number(process.argv[4] ?? 2000);
const rounds = Number(process.argv[5] ?? 7);
const stock = await createProofStock(alg, tokens);
const validator = createTokenValidator({ ...stock.options, replay: undefined });
for (const p of await stock.take(tokens)) await validator.authenticate(p.incoming);
const ratios: number[] = [];
const ours: number[] = [];
const bares: number[] = [];
for (let r = 0; r < rounds; r++) {
  const proofs = await stock.take(per);
  const cpu = () => {
    const u = process.cpuUsage();
    return u.user + u.system;
  };
  const bare = () => {
    const s = cpu();
    for (const p of proofs) if (!verify('sha256', p.signedBytes, p.publicKey, p.signature)) throw new Error('x');
    return (cpu() - s) / per;
  };
  const own = async () => {
    const s = cpu();
    for (const p of proofs) await validator.authenticate(p.incoming);
    return (cpu() - s) / per;
  };
  let a, b;
  if (r & 1) {
    a = bare();
    b = await own();
  } else {
    b = await own();
    a = bare();
  }
  ratios.push(a / b);
  ours.push(b);
  bares.push(a);
}
const med = (x: number[]) => x.sort((p, q) => p - q)[x.length >> 1]!;
console.log(
  alg,
  'ours',
  med(ours).toFixed(1),
  'bare',
  med(bares).toFixed(1),
  'ratio',
  med(ratios).toFixed(3),
  'over',
  (med(ours) - med(bares)).toFixed(1),
);
