/** Is told where the page is about to go; false keeps it here. */
export type NavigationListener = ((url: string) => unknown) | undefined;

/**
 * Does what leaves the page, unless a listener keeps it here: then it resolves, and nothing more happens.
 *
 * @param listener - asked about the address
 * @param act - is given the function that leaves
 */
export function leavePageUnless(
  listener: NavigationListener,
  act: (leavePage: (address: string) => void) => Promise<unknown>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const leavePage = (address: string): void => {
      if (listener?.(address) === false) resolve();
      else location.assign(address);
    };
    act(leavePage).then(() => resolve(), reject);
  });
}
