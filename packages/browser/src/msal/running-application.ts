import { type AssembledClient, assembleClient } from '../client/assemble-client.ts';
import type { BrowserEvent } from '../events/browser-event.ts';
import type { AccountInfo } from './account-info.ts';
import { type Configuration, toClientOptions } from './configuration.ts';
import type { EventCallbacks } from './event-callbacks.ts';
import { createPeople, type People } from './people.ts';
import { EventType } from './words.ts';

/** An application that was initialized: a client, who is signed in, and who is told. */
export interface RunningApplication {
  readonly configuration: Configuration;
  readonly authority: string;
  readonly client: AssembledClient['client'];
  readonly people: People;
  readonly events: EventCallbacks;
  /** Looks who is signed in where that has changed; gives who came. */
  settle(): Promise<readonly AccountInfo[]>;
}

/**
 * Starts an application: the accounts are there when it is done, and stay up to date by what the client tells.
 *
 * @throws TypeError for a wrong configuration
 */
export async function startApplication(
  configuration: Configuration,
  events: EventCallbacks,
): Promise<RunningApplication> {
  const options = toClientOptions(configuration);
  let isStale = false;
  const hear = (event: BrowserEvent): void => {
    if (event.name !== 'accounts.changed') return;
    if (event.elsewhere) void tellOfOthers(event.change);
    else isStale = true;
  };
  const { client } = assembleClient({ ...options, events: hear }, () => import('./late-half.ts'));
  const people = createPeople(options.clientId, client);
  const tellOfOthers = async (change: 'signed-in' | 'signed-out'): Promise<void> => {
    const came = await people.look();
    if (change === 'signed-out') events.tell(EventType.LOGOUT_SUCCESS);
    for (const payload of came) events.tell(EventType.LOGIN_SUCCESS, { payload });
  };
  await people.look();
  return {
    configuration,
    authority: options.authority,
    client,
    people,
    events,
    async settle() {
      if (!isStale) return [];
      isStale = false;
      return people.look();
    },
  };
}
