import type { Contestant } from './row.ts';

/** The figures of each contestant, one for each round. */
export type Figures = ReadonlyMap<string, readonly number[]>;

/**
 * Runs every contestant once in each round, in rotating order: no contestant always comes first, or always after the same neighbour.
 *
 * @throws TypeError for two contestants of one name, or a figure that is no number
 */
export async function interleave(contestants: readonly Contestant[], rounds: number): Promise<Figures> {
  const figures = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  if (figures.size !== contestants.length) throw new TypeError('two contestants have one name');
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of rotate(contestants, round)) {
      const figure = await measure();
      if (!Number.isFinite(figure)) throw new TypeError(`${name} measured no number`);
      figures.get(name)?.push(figure);
    }
  }
  return figures;
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
