import { createInteraction } from '../interaction/interaction.ts';
import { createLocks } from '../locks/locks.ts';
import { createAuthoritySource } from '../metadata/authority-source.ts';
import { createSessionEnd } from '../sign-out/end-session.ts';
import type { Asking, AskingParts } from './asking.ts';
import { createTokenAsking } from './token-asking.ts';

/** Assembles everything that is done with the authority. Nothing is asked before something is called. */
export function createAsking({ settings, vault, memory }: AskingParts): Asking {
  const source = createAuthoritySource(settings);
  const interaction = createInteraction(settings, source);
  const { askByFrame } = interaction;
  return {
    tokens: createTokenAsking({ settings, source, vault, memory, locks: createLocks(), askByFrame }),
    interaction,
    endSession: createSessionEnd(settings, source),
  };
}
