import type { AttackName, CapturedRequest } from './loot.ts';
import type { Stage } from './stage.ts';
import type { WeaknessName } from './weaknesses.ts';

/** Something to show the audience: a name and a shortened value. */
export type Exhibit = readonly [name: string, value: string];

/** How an act ended. */
export interface ActOutcome {
  /** A flow succeeded, or an attack was refused. */
  readonly ok: boolean;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly exhibits: readonly Exhibit[];
}

/** One act of the theatre. */
export interface Act {
  readonly name: string;
  readonly title: string;
  readonly kind: 'flow' | 'attack';
  run(stage: Stage): Promise<ActOutcome>;
}

/** An attack names the defence that stops it. */
export interface Attack extends Act {
  readonly name: AttackName;
  readonly kind: 'attack';
  readonly defence: WeaknessName;
}

/** An attack before it is played: how the bytes fall into the thief's hands, and what stands in the way of their use. */
export interface Plot {
  readonly name: AttackName;
  readonly defence: WeaknessName;
  readonly title: string;
  readonly steal: (stage: Stage) => Promise<CapturedRequest>;
}

/** Shortens a token for the stage: enough to recognise it, too little to use it. */
export function shorten(token: string): string {
  return token.length <= 24 ? token : `${token.slice(0, 10)}…${token.slice(-4)} (${token.length} characters)`;
}
