import { type AuthorizeRequest, buildAuthorizeAddress } from '../authorize/authorize-address.ts';
import { readOwnAddress } from '../authorize/own-address.ts';
import type { AnswerKind } from '../authorize/sign-in-state.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import { isReachableFromElsewhere } from './reachable.ts';

/** Makes the request for authorization of a sign-in. */
export type SignInBeginning = (
  kind: AnswerKind,
  request: SignInRequest,
  signal: AbortSignal,
) => Promise<AuthorizeRequest>;

/**
 * Makes the first step of every sign-in of a client: the authority is looked up, and the request for authorization is written.
 *
 * @returns a function that throws TypeError for a redirect address of another origin, {@link MetadataRefused}, and the reason of its signal
 */
export function createSignInBeginning(settings: ClientSettings, source: AuthoritySource): SignInBeginning {
  return async (kind, request, signal) => {
    // Answers come by storage and channels of this origin.
    if (readOwnAddress(request.redirectUri ?? settings.redirectUri, location.href) === undefined) {
      throw new TypeError('redirectUri must be an address of this origin');
    }
    const metadata = await source.metadata(signal).catch((error: unknown): never => {
      throw signal.aborted ? signal.reason : error;
    });
    const isReachable = isReachableFromElsewhere();
    const built = await buildAuthorizeAddress({ kind, request, metadata, settings, isReachable });
    signal.throwIfAborted();
    return built;
  };
}
