import { isAdoptable, isInstalled, writeStamp } from './installed.mjs';
import { requireNpm, runNpm } from './npm.mjs';
import { pinnedNodeFault } from './pinned-node.mjs';
import { root } from './repository.mjs';
import { SetUpFailed } from './set-up-failed.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

/** Makes node_modules complete. Does nothing, and says nothing, when it is. */
export async function setUp(folder = root) {
  if (isReady(folder)) return;
  requireNpm(folder);
  await withSetUpLock(folder, {
    work: () => install(folder),
    onWait: () => say('waiting for another set-up in this folder'),
  });
}

function isReady(folder) {
  return isInstalled(folder) && pinnedNodeFault(folder) === undefined;
}

async function install(folder) {
  // Another set-up may have finished while this one waited.
  if (isReady(folder)) return;
  if (!isAdoptable(folder) || pinnedNodeFault(folder) !== undefined) await installAnew(folder);
  writeStamp(folder);
}

async function installAnew(folder) {
  say('installing packages (about a minute the first time)');
  // --include=dev: tests and the pinned Node are needed even where NODE_ENV or omit say otherwise.
  const code = await runNpm(folder, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new SetUpFailed(
      `npm ci ended with code ${code}. Read npm's message above, mend its cause and run this again.`,
    );
  }
  // npm leaves the pinned Node unfinished where install scripts are switched off; its own installer is then run alone.
  if (pinnedNodeFault(folder) !== undefined) {
    await runNpm(folder, ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  }
  const fault = pinnedNodeFault(folder);
  if (fault !== undefined) {
    throw new SetUpFailed(`${fault}. Delete node_modules, check that npm may run install scripts, and run this again.`);
  }
}

function say(text) {
  console.error(`set-up: ${text}`);
}
