/** Names the place of a sign-in that has left the page: one for each application and tab, so a later one replaces an earlier one. */
export function slotName(clientId: string): string {
  return `holdfast.sign-in.${clientId}`;
}
