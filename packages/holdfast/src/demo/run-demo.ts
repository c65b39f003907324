import { openStage } from './open-stage.ts';
import { type PlayedAct, playAct, programme } from './programme.ts';
import { type DemoRenderer, renderJson, renderTheatre } from './render.ts';
import type { Weakness } from './weaknesses.ts';

/** What `holdfast demo` was asked for. */
export interface DemoOptions {
  readonly json: boolean;
  readonly weakness?: Weakness | undefined;
}

/**
 * Plays the stolen-token theatre on a private authority and tells whether it went as it should.
 *
 * @returns the acts that did not: flows that failed and attacks that got through
 */
export async function runDemo(options: DemoOptions): Promise<readonly PlayedAct[]> {
  const renderer: DemoRenderer = options.json ? renderJson : renderTheatre;
  const stage = await openStage(options.weakness?.name);
  try {
    const played = await renderer(programme, {
      play: (act) => playAct(act, stage),
      weakness: options.weakness,
    });
    return played.filter((act) => !act.ok);
  } finally {
    await stage.close();
  }
}
