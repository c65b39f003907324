import { after, before } from 'node:test';
import type { Scene } from '../scene/open-scene.ts';

/** Opens a stage for the tests of the suite that calls this, and closes its scene after them. Tests ask for it when they run. */
export function useStage<S extends { readonly scene: Scene }>(open: () => Promise<S>): () => S {
  let opened: S | undefined;
  before(async () => {
    opened = await open();
  });
  after(() => opened?.scene.close());
  return () => {
    if (opened === undefined) throw new Error('the stage is not open');
    return opened;
  };
}
