/**
 * The middle of some figures; of an even number the mean of the two in the middle.
 *
 * @throws RangeError when there are none
 */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/**
 * The figure below which a share of all lies, between neighbours in a straight line.
 *
 * @param share - from 0 to 1
 * @throws RangeError when there are no figures
 */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('there are no figures');
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * How far figures lie apart: half the distance between the quartiles, as a share of the median. Zero when they are all zero.
 *
 * @throws RangeError when there are none
 */
export function spread(figures: readonly number[]): number {
  const middle = median(figures);
  return middle === 0 ? 0 : (quantile(figures, 0.75) - quantile(figures, 0.25)) / 2 / Math.abs(middle);
}

/**
 * The median of the ratios within each round: what slowed a whole round down is in both figures, and falls out.
 *
 * @throws RangeError when there are no rounds, or not as many of one as of the other
 */
export function medianRatio(figures: readonly number[], others: readonly number[]): number {
  if (figures.length !== others.length) throw new RangeError('not every round has both figures');
  return median(figures.map((figure, round) => figure / (others[round] ?? Number.NaN)));
}
