import { performance } from 'node:perf_hooks';
import type { Act } from './act.ts';
import { attacks } from './attacks.ts';
import { flows } from './flows.ts';
import type { Stage } from './stage.ts';
import type { WeaknessName } from './weaknesses.ts';

/** One act after it was played. */
export interface PlayedAct {
  readonly act: string;
  readonly kind: 'flow' | 'attack';
  readonly title: string;
  /** A flow succeeded, or an attack was refused. */
  readonly ok: boolean;
  /** The defence that stops this attack. */
  readonly defence?: WeaknessName | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly exhibits: Readonly<Record<string, string>>;
  readonly tookMs: number;
}

/** The whole programme: first what must work, then what must not. */
export const programme: readonly Act[] = [...flows, ...attacks];

/** Plays one act. An act that breaks is an act that failed: it has shown nothing. */
export async function playAct(act: Act, stage: Stage): Promise<PlayedAct> {
  const startedAt = performance.now();
  const outcome = await act.run(stage).catch((error: unknown) => ({
    ok: false,
    status: undefined,
    code: codeOf(error),
    exhibits: [] as const,
  }));
  const attack = attacks.find(({ name }) => name === act.name);
  return {
    act: act.name,
    kind: act.kind,
    title: act.title,
    ok: outcome.ok,
    defence: attack?.defence,
    status: outcome.status,
    code: outcome.code,
    exhibits: Object.fromEntries(outcome.exhibits),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'ERR_UNKNOWN';
}
