import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';

/** A window of its own, as far as a sign-in goes; spelt out, for published types name nothing that only pages have. */
export interface Popup {
  readonly closed: boolean;
  readonly location: { readonly href: string; replace(address: string): void };
  close(): void;
}

/**
 * Opens an empty window. Call it before anything is awaited: browsers open windows for as long as they remember the click only.
 *
 * @throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`
 */
export function openPopup(): Popup {
  const popup = window.open('about:blank', '_blank', 'popup,width=480,height=640');
  if (popup === null) throw new SignInUnfinished('ERR_SIGN_IN_POPUP_BLOCKED');
  return popup;
}
