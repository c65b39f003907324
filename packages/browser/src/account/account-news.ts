/** What happened to the accounts of an application. */
export type AccountChange = 'signed-in' | 'signed-out';

/** Tells the other tabs of an origin what happened here. */
export interface AccountNews {
  /** Tells them. */
  tell(change: AccountChange): void;
  /** Stops listening. */
  close(): void;
}

/**
 * Makes the news of an application at an authority.
 *
 * What comes from another tab is a hint: it says neither who nor what, and whoever hears it looks into the storage that both share. Every script of
 * the origin can send one, and gains nothing by it.
 *
 * @param partition - names application and authority
 * @param heard - called for what another tab told
 */
export function createAccountNews(partition: string, heard: (change: AccountChange) => void): AccountNews {
  const channel = new BroadcastChannel(`holdfast.accounts.${partition}`);
  channel.onmessage = ({ data }) => {
    if (data === 'signed-in' || data === 'signed-out') heard(data);
  };
  return { tell: (change) => channel.postMessage(change), close: () => channel.close() };
}
