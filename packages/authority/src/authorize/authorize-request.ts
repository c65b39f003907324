import type { Consents } from '../consents/consents.ts';
import type { Application, Directory, Tenant } from '../directory/directory.ts';
import type { SignInProblem, SignInView } from '../pages/views.ts';
import type { Session, SignIn } from '../sessions/sign-in.ts';
import type { AuthorizeParameters } from './parameters.ts';

/** How an answer travels to the redirect address. */
export type ResponseMode = 'query' | 'fragment' | 'form_post';

/** What became of an interaction so far. The page carries it, sealed. */
export interface Progress {
  /** Whom the person chose, or signed in as: the id of that sign-in. */
  readonly sessionId?: string | undefined;
  /** That sign-in was made in this very interaction. */
  readonly isFresh?: boolean | undefined;
  /** The person wants to sign in as somebody else. */
  readonly wantsAnother?: boolean | undefined;
  /** The person agreed on the consent page of this interaction. */
  readonly hasConsented?: boolean | undefined;
}

/** A request for authorization, before anybody looked at it. */
export interface AuthorizeRequest {
  /** `https://localhost:8443`: from the configuration, never from a request. */
  readonly origin: string;
  readonly directory: Directory;
  readonly consents: Pick<Consents, 'covers'>;
  /** First segment of the path. */
  readonly tenantName: string;
  readonly parameters: AuthorizeParameters;
  /** Who is signed in in this browser. */
  readonly session: Session | undefined;
  readonly progress: Progress;
  /** Epoch milliseconds, read once per request. */
  readonly at: number;
}

/** Who asks, and where the answer goes. */
export interface Client {
  /** The tenant of the application: only its users can sign in. */
  readonly tenant: Tenant;
  readonly application: Application;
  /** Registered, letter by letter. */
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
}

/** What is to be done: ask the person, or answer the client. */
export type Decision =
  | {
      readonly kind: 'sign-in';
      readonly reason?: SignInView['reason'];
      readonly problem?: SignInProblem | undefined;
      /** What the field starts with. */
      readonly username?: string | undefined;
    }
  | { readonly kind: 'accounts'; readonly signIns: readonly SignIn[] }
  | { readonly kind: 'consent'; readonly signIn: SignIn }
  | { readonly kind: 'authorized'; readonly signIn: SignIn };
