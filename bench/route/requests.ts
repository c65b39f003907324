import { api, type ProofStock } from '../shr/proof-stock.ts';

/** The target of every request here. */
export const target: string = `${api.path}?${api.query}`;

/** Signs so many proofs and writes a whole request with each. */
export async function takeRequests(stock: ProofStock, count: number): Promise<readonly string[]> {
  const proofs = await stock.take(count);
  return proofs.map(({ incoming }) => {
    const lines = incoming.headers.map(([name, value]) => `${name}: ${value}`);
    return `GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  });
}

/** Hands out batches by their number, each made when it is first asked for: everybody gets the same in the same round. */
export function shareBatches<T>(make: () => Promise<T>): (round: number) => Promise<T> {
  const batches: Promise<T>[] = [];
  return (round) => {
    batches[round] ??= make();
    return batches[round];
  };
}
