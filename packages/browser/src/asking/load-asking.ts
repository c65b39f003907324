import { createDeadline } from '@holdfast/core/calling';
import { ModuleUnavailable } from '../errors/module-unavailable.ts';
import type { Asking, AskingParts } from './asking.ts';

/** What is loaded. */
export interface AskingModule {
  createAsking(parts: AskingParts): Asking;
}

/**
 * Makes the way to what is loaded late: once, at the first use, for all who wait. Who cannot have it gets an error, and nothing in its place.
 *
 * Not decided here: whether a failure is for good. It is tried again for whoever comes next, which helps in Chromium; Firefox remembers a failure for as long as the page lives.
 *
 * @param load - loads the module
 * @returns a function that throws {@link ModuleUnavailable} `ERR_MODULE_UNAVAILABLE`
 */
export function createAskingLoader(parts: AskingParts, load: () => Promise<AskingModule>): () => Promise<Asking> {
  let loading: Promise<Asking> | undefined;
  const begin = async (): Promise<Asking> => {
    // A network that swallows requests must not hold a caller for ever.
    const deadline = createDeadline(parts.settings.timeoutMs);
    try {
      return (await deadline.race(load)).createAsking(parts);
    } catch (cause) {
      loading = undefined;
      throw new ModuleUnavailable(cause);
    } finally {
      deadline.clear();
    }
  };
  return () => {
    loading ??= begin();
    return loading;
  };
}
