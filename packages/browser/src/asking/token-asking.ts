import { createMsalBrowserShr as signAsMsalBrowser } from '@holdfast/core/msal-browser-shr';
import { readChallenge, readNextNonce } from '@holdfast/oauth/challenges';
import { parseClaims } from '@holdfast/oauth/claims';
import { createTokenFetcher, type TokenFetcherOptions } from '../acquire/fetch-token.ts';
import { createStoredTokenFinder } from '../acquire/find-stored.ts';
import { judgeBinding } from '../acquire/judge-binding.ts';
import { parseSignInRequest } from '../acquire/parse-request.ts';
import { partitionOf } from '../acquire/partition.ts';
import { createCodeRedeemer } from '../acquire/redeem-code.ts';
import { createSharedFetcher } from '../acquire/shared-fetch.ts';
import { createStoredTokens } from '../acquire/stored-token.ts';
import { toSignInRequest } from '../acquire/to-sign-in-request.ts';
import type { TokenMemory } from '../acquire/token-memory.ts';
import { createIdTokenValidator } from '../id-token/validate-id-token.ts';
import type { Interaction } from '../interaction/interaction.ts';
import type { Locks } from '../locks/locks.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { createKeyReserve } from '../proof-keys/key-reserve.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { readSession } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import type { TokenAsking } from './asking.ts';

/** What {@link createTokenAsking} needs. */
export interface TokenAskingParts {
  readonly settings: ClientSettings;
  readonly source: AuthoritySource;
  readonly vault: TokenVault;
  readonly memory: TokenMemory;
  readonly locks: Locks;
  /** Asks the authority about somebody in a hidden frame. @default none: there is no frame */
  readonly askByFrame?: Interaction['askByFrame'] | undefined;
}

/** Assembles what gets tokens; a key is made at once, so that it is there when it is needed. */
export function createTokenAsking(given: TokenAskingParts): TokenAsking {
  const { settings, source, vault, memory, locks, askByFrame } = given;
  const { clock, emit, scheme, proofAlgorithm: algorithm } = settings;
  const keys = createKeyReserve({ algorithm, clock, emit });
  const tokenEndpoint = async (signal: AbortSignal): Promise<string> => (await source.metadata(signal)).tokenEndpoint;
  const requestToken = createTokenRequester({ ...settings, tokenEndpoint });
  const parts = { ...settings, ...partitionOf(settings), vault, keys, requestToken, judgeBinding };
  const redeem = createCodeRedeemer({ ...parts, validateIdToken: createIdTokenValidator(settings, source) });
  const renewSilently: TokenFetcherOptions['renewSilently'] =
    askByFrame &&
    (async ({ wish, place, account }, signal) => {
      const answer = await askByFrame(toSignInRequest(wish, account, signal));
      const refreshToken = readSession(await vault.session(place), parts.environment)?.refreshToken;
      return (await redeem({ answer, wish: { ...wish, signal }, renews: { account, refreshToken } })).usable;
    });
  const findStored = createStoredTokenFinder(createStoredTokens(parts), clock);
  const fetchToken = createTokenFetcher({ ...parts, findStored, locks, renewSilently });

  if (scheme === 'pop') keys.fill();
  return {
    fetchToken: createSharedFetcher(memory, fetchToken),
    async redeem(answer) {
      const { request } = answer;
      const wish = parseSignInRequest(request, { scheme, claims: parseClaims(request.claims) });
      return { ...(await redeem({ answer, wish })), wish };
    },
    readClaims: parseClaims,
    judgeBinding,
    challenges: { readChallenge, readNextNonce },
    signAsMsalBrowser,
  };
}
