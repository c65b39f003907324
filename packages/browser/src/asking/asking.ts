import type { JsonObject } from '@holdfast/core';
import type { createMsalBrowserShr } from '@holdfast/core/msal-browser-shr';
import type { ChallengeReader } from '@holdfast/oauth/calling';
import type { ParsedRequest } from '../acquire/parse-request.ts';
import type { RedeemedToken } from '../acquire/redeem-code.ts';
import type { SharedFetcher } from '../acquire/shared-fetch.ts';
import type { BindingJudge } from '../acquire/stored-token.ts';
import type { TokenMemory } from '../acquire/token-memory.ts';
import type { Interaction } from '../interaction/interaction.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SessionEnd } from '../sign-out/end-session.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import type { TokenVault } from '../vault/token-vault.ts';

/** A session that an answer brought, and the part of the request that asked for its token. */
export interface RedeemedSignIn extends RedeemedToken {
  readonly wish: ParsedRequest;
}

/** Gets tokens from the authority, and understands what a page seldom meets. */
export interface TokenAsking {
  /** Gets a token for the refresh token of this browser, at last by a hidden frame; once, for all who ask the same. */
  readonly fetchToken: SharedFetcher;
  /** Makes a session of the answer of a sign-in. */
  redeem(answer: CodeAnswer): Promise<RedeemedSignIn>;
  /** Reads the claims that a caller asks for. */
  readClaims(claims: TokenRequest['claims']): JsonObject | undefined;
  /** Judges what a token says of its binding. */
  readonly judgeBinding: BindingJudge;
  /** Reads what an API asks back. */
  readonly challenges: ChallengeReader;
  /** Signs a request as msal-browser does. */
  readonly signAsMsalBrowser: typeof createMsalBrowserShr;
}

/**
 * Everything that is done with the authority, and what else a page seldom needs while it calls APIs with tokens that it has. It is loaded when the first of it is
 * needed: whoever needs it knows this interface, and nothing behind it.
 */
export interface Asking {
  readonly tokens: TokenAsking;
  readonly interaction: Interaction;
  readonly endSession: SessionEnd;
}

/** What is made before anything is loaded, and shared with what is. */
export interface AskingParts {
  readonly settings: ClientSettings;
  readonly vault: TokenVault;
  readonly memory: TokenMemory;
}
