/**
 * Reads an address that must be of the origin of the page: where it wants to be after signing in would else be a way to anywhere.
 *
 * Not checked: that there is such a page.
 *
 * @param address - absolute, or relative to `here`; of any type, for it may come from storage
 * @param here - the address of the page
 * @returns the whole address, since a path alone may begin with two slashes and mean another host; undefined for any other origin
 */
export function readOwnAddress(address: unknown, here: string): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address, here)) return undefined;
  const { protocol, origin, href } = new URL(address, here);
  const own = new URL(here);
  // `blob:` has the origin of the page that made it.
  return origin === own.origin && protocol === own.protocol ? href : undefined;
}
