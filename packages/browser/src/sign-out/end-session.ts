import { randomId } from '@holdfast/core';
import type { Account } from '../account/account.ts';
import { channelName } from '../authorize/sign-in-state.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import { openPopup } from '../interaction/popup.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignOutRequest } from '../request/sign-in-request.ts';
import { buildEndSessionAddress, type EndSessionFacts } from './end-session-address.ts';

/** Ends the session of somebody. */
export interface SessionEnding {
  readonly request: SignOutRequest;
  /** Who leaves, where it is one person. */
  readonly account: Account | undefined;
  /** Forgets tokens and keys of this browser. It is called first, whatever becomes of the rest. */
  forget(): Promise<void>;
}

const lookEveryMs = 200;

/**
 * Makes the sign-out of a client: what this browser holds is forgotten, then the authority is told, where it has an address for that.
 *
 * By `redirect` the page goes, and nothing resolves. By `popup` it resolves when the window says that it is done, or is gone; whether the
 * person went through with it is not known, and does not bring any token back.
 *
 * @returns a function that throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`, `ERR_SIGN_IN_FRAMED`, and {@link MetadataRefused}; the tokens
 *   are forgotten by then
 */
export function createSessionEnd(
  settings: ClientSettings,
  source: AuthoritySource,
): (ending: SessionEnding) => Promise<void> {
  return async ({ request, account, forget }) => {
    const { interaction = 'redirect' } = request;
    const forgotten = forget();
    let popup: Window | undefined;
    try {
      // Within the click, as with signing in.
      if (interaction === 'popup') popup = openPopup();
      await forgotten;
      if (interaction === 'local') return;
      const { endSessionEndpoint: endpoint } = await source.metadata();
      if (endpoint === undefined) return;
      const facts = { endpoint, settings, request, account };
      if (popup === undefined) await leaveForGood(buildEndSessionAddress(facts), request.leavePage);
      else await endInPopup(popup, facts, settings.popupTimeoutMs);
    } finally {
      popup?.close();
      await forgotten;
    }
  };
}

function leaveForGood(address: string, leave = (there: string): void => location.assign(there)): Promise<never> {
  if (window.top !== window) throw new SignInUnfinished('ERR_SIGN_IN_FRAMED');
  leave(address);
  return new Promise(() => undefined);
}

async function endInPopup(popup: Window, facts: EndSessionFacts, timeoutMs: number): Promise<void> {
  const id = randomId();
  const channel = new BroadcastChannel(channelName(id));
  const state = `holdfast.popup.${id}.${facts.settings.clientId}`;
  popup.location.replace(buildEndSessionAddress({ ...facts, state }));
  let timer: ReturnType<typeof setInterval> | undefined;
  let looks = timeoutMs / lookEveryMs;
  await new Promise((resolve) => {
    channel.onmessage = resolve;
    timer = setInterval(() => {
      looks -= 1;
      if (popup.closed || looks < 0) resolve(undefined);
    }, lookEveryMs);
  });
  clearInterval(timer);
  channel.close();
}
