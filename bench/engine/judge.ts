import type { Figures } from './interleave.ts';
import type { Row, Target } from './row.ts';
import { median, medianRatio } from './statistics.ts';

/** A target and what was reached. */
export interface Verdict {
  readonly target: Target;
  /** The ratio of speeds, or the figure itself: what the target's bounds are about. */
  readonly reached: number;
  readonly verdict: 'met' | 'missed';
}

/**
 * Compares what was measured with a target.
 *
 * @throws TypeError for a target that names nobody, or has no bound
 */
export function judge(target: Target, figures: Figures, unit: Row['unit']): Verdict {
  const { of, against, atLeast, atMost } = target;
  if (atLeast === undefined && atMost === undefined) throw new TypeError('a target needs a bound');
  const own = figuresOf(figures, of);
  const reached = against === undefined ? median(own) : speedRatio(own, figuresOf(figures, against), unit);
  const isMet = (atLeast === undefined || reached >= atLeast) && (atMost === undefined || reached <= atMost);
  return { target, reached, verdict: isMet ? 'met' : 'missed' };
}

/** How many times as fast one is as the other; fewer bytes and fewer requests count like less time. */
export function speedRatio(own: readonly number[], other: readonly number[], unit: Row['unit']): number {
  return unit === '/s' ? medianRatio(own, other) : medianRatio(other, own);
}

function figuresOf(figures: Figures, name: string): readonly number[] {
  const found = figures.get(name);
  if (found === undefined) throw new TypeError(`a target names ${name}, which did not run`);
  return found;
}
