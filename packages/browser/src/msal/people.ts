import { createActiveAccount } from '../account/active-account.ts';
import type { BrowserClient } from '../client/browser-client.ts';
import { type AccountInfo, isSameAccount, toAccount, toAccountInfo } from './account-info.ts';

/** Who is signed in, known without waiting: pages written for MSAL.js ask in the middle of rendering. */
export interface People {
  /** Everybody, as of the last look. */
  list(): AccountInfo[];
  /** Who was said to be meant, while they are signed in. */
  active(): AccountInfo | null;
  /** Says who is meant. */
  setActive(account: AccountInfo | null): void;
  /** Looks again; gives who came since the last look. */
  look(): Promise<readonly AccountInfo[]>;
}

/** Makes a list of people that is empty until it has looked once. */
export function createPeople(clientId: string, client: Pick<BrowserClient, 'accounts' | 'setActiveAccount'>): People {
  // The client takes the only account for the active one, which MSAL.js does not.
  const named = createActiveAccount(clientId);
  let people: readonly AccountInfo[] = [];
  return {
    list: () => [...people],
    active() {
      const id = named.read();
      return people.find(({ homeAccountId }) => homeAccountId === id) ?? null;
    },
    setActive(account) {
      named.write(account?.homeAccountId);
      client.setActiveAccount(account === null ? undefined : toAccount(account));
    },
    async look() {
      const found = (await client.accounts()).map(toAccountInfo);
      const before = people;
      people = found;
      return found.filter((one) => !before.some((other) => isSameAccount(one, other)));
    },
  };
}
