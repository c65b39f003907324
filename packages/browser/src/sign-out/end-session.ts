import { randomId } from '@holdfast/core';
import type { Account } from '../account/account.ts';
import { channelName } from '../authorize/sign-in-state.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { Popup } from '../interaction/open-popup.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignOutRequest } from '../request/sign-in-request.ts';
import { buildEndSessionAddress, type EndSessionFacts } from './end-session-address.ts';

/** The session to end. */
export interface SessionEnding {
  readonly request: SignOutRequest;
  /** Who leaves, where it is one person. */
  readonly account: Account | undefined;
  /** The window to do it in, which whoever opened it closes. @default the page leaves */
  readonly popup: Popup | undefined;
}

/** Ends a session at the authority. */
export type SessionEnd = (ending: SessionEnding) => Promise<void>;

const lookEveryMs = 200;

/**
 * Makes what tells the authority that somebody leaves, where it has an address for that.
 *
 * Where the page goes, nothing resolves. In a window it resolves when that says that it is done, or is gone; whether the person went through with it
 * is not known, and does not bring any token back.
 *
 * @returns a function that throws {@link SignInUnfinished} `ERR_SIGN_IN_FRAMED`, and {@link MetadataRefused}
 */
export function createSessionEnd(settings: ClientSettings, source: AuthoritySource): SessionEnd {
  return async ({ request, account, popup }) => {
    const { endSessionEndpoint: endpoint } = await source.metadata();
    if (endpoint === undefined) return;
    const facts = { endpoint, settings, request, account };
    if (popup === undefined) await leaveForGood(buildEndSessionAddress(facts), request.leavePage);
    else await endInPopup(popup, facts, settings.popupTimeoutMs);
  };
}

function leaveForGood(address: string, leave = (there: string): void => location.assign(there)): Promise<never> {
  if (window.top !== window) throw new SignInUnfinished('ERR_SIGN_IN_FRAMED');
  leave(address);
  return new Promise(() => undefined);
}

async function endInPopup(popup: Popup, facts: EndSessionFacts, timeoutMs: number): Promise<void> {
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
