import type { SessionPlace, SessionRecord, TokenPlace, TokenRecord, TokenVault } from './token-vault.ts';

interface Kept<R> {
  readonly place: SessionPlace;
  readonly record: R;
}

/** Makes an empty {@link TokenVault} that lives as long as the page, and that no other tab sees. */
export function createMemoryVault(): TokenVault {
  const sessions = new Map<string, Kept<SessionRecord>>();
  const tokens = new Map<string, Kept<TokenRecord>>();
  const putToken = (place: TokenPlace, record: TokenRecord): void =>
    void tokens.set(tokenName(place), { place, record });
  const putSession = (place: SessionPlace, record: SessionRecord): void =>
    void sessions.set(sessionName(place), { place, record });
  return {
    async sessions(partition) {
      return [...sessions.values()].filter(({ place }) => place.partition === partition).map(({ record }) => record);
    },
    session: async (place) => sessions.get(sessionName(place))?.record,
    token: async (place) => tokens.get(tokenName(place))?.record,
    async signIn(place, { session, token }) {
      putSession(place, session);
      putToken(place, token);
    },
    async replace(place, { session, token }, used) {
      const present = sessions.get(sessionName(place))?.record;
      if (present === undefined) return false;
      if (present.refreshToken === used) putSession(place, session);
      putToken(place, token);
      return true;
    },
    async dropRefreshToken(place, used) {
      const present = sessions.get(sessionName(place))?.record;
      if (present?.refreshToken === used) putSession(place, { account: present.account });
    },
    dropToken: async (place) => void tokens.delete(tokenName(place)),
    async signOut(place) {
      const name = sessionName(place);
      sessions.delete(name);
      for (const [token, kept] of tokens) if (sessionName(kept.place) === name) tokens.delete(token);
    },
  };
}

function sessionName({ partition, session }: SessionPlace): string {
  return JSON.stringify([partition, session]);
}

function tokenName(place: TokenPlace): string {
  return JSON.stringify([place.partition, place.session, place.token]);
}
