import { after, before } from 'node:test';
import { openScene, type Scene, type SceneOptions } from '../scene/open-scene.ts';
import type { SignedIn } from '../scene/sign-in.ts';

/** Opens a scene for the suites inside of the one that calls this, and closes it after them. */
export function useScene(options: SceneOptions): () => Scene {
  return useOpened(
    () => openScene(options),
    (scene) => scene.close(),
  );
}

/** Opens a stage for the tests of the suite that calls this, and closes the profile of whoever is signed in there after them. */
export function useStage<S extends SignedIn>(open: () => Promise<S>): () => S {
  return useOpened(open, ({ profile }) => profile.close());
}

/** Tests ask for what was opened when they run. */
function useOpened<T>(open: () => Promise<T>, close: (opened: T) => Promise<void>): () => T {
  let opened: T | undefined;
  before(async () => {
    opened = await open();
  });
  after(() => (opened === undefined ? undefined : close(opened)));
  return () => {
    if (opened === undefined) throw new Error('it is not open yet');
    return opened;
  };
}
