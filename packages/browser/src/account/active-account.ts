/** Whose tokens are meant where a request does not say. */
export interface ActiveAccount {
  /** `homeAccountId`, as it was said last; undefined where nothing was said. Not checked: that this person is still signed in. */
  read(): string | undefined;
  /** Says it; undefined takes it back. */
  write(homeAccountId: string | undefined): void;
}

/**
 * Makes an {@link ActiveAccount} of this tab. It outlives a reload, and another tab may mean somebody else. Where the browser keeps nothing, it
 * lasts as long as the page.
 *
 * @param clientId - the application
 */
export function createActiveAccount(clientId: string): ActiveAccount {
  const name = `holdfast.active-account.${clientId}`;
  let kept: string | undefined;
  const attempt = (work: () => string | null | undefined): string | undefined => {
    try {
      return work() ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    read: () => kept ?? attempt(() => sessionStorage.getItem(name)),
    write(homeAccountId) {
      kept = homeAccountId;
      attempt(() => {
        if (homeAccountId === undefined) sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, homeAccountId);
        return undefined;
      });
    },
  };
}
