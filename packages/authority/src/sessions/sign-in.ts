import type { Tenant, User } from '../directory/directory.ts';

/** Somebody who signed in, and how well: what a code, and later the tokens of its family, go back to. */
export interface SignIn {
  /** Names the sign-in in tokens (`sid`) and to clients. It opens nothing: the cookie is another value. */
  readonly sessionId: string;
  /** `login_hint` of its id_tokens: who sends it back has seen one of them. APIs, which see `sid`, have not. */
  readonly loginHint: string;
  readonly user: User;
  /** The tenant of the user. */
  readonly tenant: Tenant;
  /** Epoch seconds: when the person last proved who they are. */
  readonly authenticatedAt: number;
  /** Authentication contexts (`acrs`) that were met then, such as `c1`. */
  readonly authenticationContexts: readonly string[];
}

/** A browser in which somebody signed in; it may hold several people. */
export interface Session {
  /** In the order of their sign-in, the latest last; never empty. */
  readonly signIns: readonly SignIn[];
}

/** A session that was begun, and what the browser keeps of it. */
export interface BegunSession {
  readonly session: Session;
  /** The sign-in that was added. */
  readonly signIn: SignIn;
  readonly cookie: SessionCookie;
}

/** The cookie of a session. Its value is a secret. */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** The whole `Set-Cookie` line. */
  readonly line: string;
}

/** Who signs in. */
export interface NewSignIn {
  readonly user: User;
  readonly authenticationContexts?: readonly string[] | undefined;
  /** The `Cookie` line of the request: whoever is signed in there stays so, under the new cookie; the old one opens nothing any more. */
  readonly cookieHeader?: string | undefined;
}

/** The sessions of all browsers, in memory: a restart ends them. */
export interface Sessions {
  /** Somebody proved who they are: a session with a fresh cookie, whatever cookie came with the request. */
  create(who: NewSignIn): BegunSession;
  /** Finds the session that a `Cookie` line opens. Whoever was revoked since their sign-in, or signed in too long ago, is not in it. */
  find(cookieHeader: string | undefined): Session | undefined;
  /**
   * Ends a sign-in; the session ends with the last one.
   *
   * @param sessionId - of the sign-in
   */
  end(sessionId: string): void;
  /** The `Set-Cookie` line that takes the cookie back. */
  readonly expiredCookieLine: string;
}
