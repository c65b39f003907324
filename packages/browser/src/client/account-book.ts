import type { Account } from '../account/account.ts';
import type { ActiveAccount } from '../account/active-account.ts';
import { signedOut } from '../acquire/signed-out.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** Who is signed in here. */
export interface AccountBook {
  /** Everybody, as storage says now. */
  list(): Promise<readonly Account[]>;
  /** Whose tokens are meant where nobody is named. */
  active(): Promise<Account | undefined>;
  /**
   * Whose tokens are meant: somebody who is signed in, and no other.
   *
   * @throws {@link InteractionRequired} where there is nobody, or several people and none of them was named
   */
  choose(named: Account | undefined): Promise<Account>;
  /** Who leaves at a sign-out: who is named, else the one who is meant, else everybody. */
  leaving(named: Account | undefined): Promise<readonly Account[]>;
  /** Looks into storage before the next answer: somebody came or left. */
  forget(): void;
}

/** What {@link createAccountBook} needs. */
export interface AccountBookOptions {
  readonly vault: Pick<TokenVault, 'sessions'>;
  readonly partition: string;
  readonly environment: string;
  readonly activeAccount: ActiveAccount;
}

/** Makes the list of accounts; for choosing one it is remembered until somebody comes or leaves. */
export function createAccountBook({ vault, partition, environment, activeAccount }: AccountBookOptions): AccountBook {
  let known: Promise<readonly Account[]> | undefined;
  const read = async (): Promise<readonly Account[]> => {
    const people = new Map<string, Account>();
    for (const value of await vault.sessions(partition)) {
      const session = readSession(value, environment);
      if (session === undefined) continue;
      const name = sessionName(session.account);
      // What is held in memory comes first, and is newer.
      if (!people.has(name)) people.set(name, session.account);
    }
    return Object.freeze([...people.values()]);
  };
  const remembered = (): Promise<readonly Account[]> => {
    known ??= read();
    return known;
  };
  const pick = (people: readonly Account[]): Account | undefined => {
    const id = activeAccount.read();
    const meant = id === undefined ? undefined : people.find(({ homeAccountId }) => homeAccountId === id);
    return meant ?? (people.length === 1 ? people[0] : undefined);
  };
  return {
    list: read,
    active: async () => pick(await read()),
    async choose(named) {
      const people = await remembered();
      const meant =
        named === undefined ? pick(people) : people.find((account) => sessionName(account) === sessionName(named));
      if (meant === undefined) throw signedOut();
      return meant;
    },
    async leaving(named) {
      const people = await read();
      const meant = named ?? pick(people);
      // Listed or not: where another script has spoilt the session of somebody, tokens and keys are there all the same.
      return meant === undefined ? people : [people.find((one) => sessionName(one) === sessionName(meant)) ?? meant];
    },
    forget() {
      known = undefined;
    },
  };
}
