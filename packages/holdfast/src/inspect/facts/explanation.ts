import type { JsonValue } from '@holdfast/core';
import type { Finding } from './finding.ts';

/** One member of what was inspected, with its meaning. Secret values never get here: they are described, not kept. */
export interface Member {
  /** Where it stands: `header`, `payload`, `subject` … */
  readonly part: string;
  readonly name: string;
  readonly value: JsonValue;
  /** What it means, in words. */
  readonly says?: string | undefined;
}

/** What was inspected, taken apart and judged. */
export interface Explanation {
  /** Stable, for programs: `signed-http-request`. */
  readonly kind: string;
  /** For people: `Signed HTTP request (PoP)`. */
  readonly title: string;
  readonly members: readonly Member[];
  readonly findings: readonly Finding[];
  /** What stands inside: the access token of a proof, the proof of a request. */
  readonly inside: readonly Explanation[];
}

/** An explanation and all that stand inside it, outermost first. */
export function flatten(explanation: Explanation): readonly Explanation[] {
  return [explanation, ...explanation.inside.flatMap(flatten)];
}
