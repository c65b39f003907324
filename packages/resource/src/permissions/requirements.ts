/** What a route demands beyond a valid token. */
export interface Requirements {
  /** Delegated permissions (`scp`), each of which a user's token must carry. @default none */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Roles (`roles`), each of which the token must carry. @default none */
  readonly requiredRoles?: readonly string[] | undefined;
}

// RFC 6749 section 3.3. A list written as one text ("read write") would never match, or worse, look as if it did.
const scopeToken = /^[!#-[\]-~]+$/;

/**
 * Checks the requirements of a route as its programmer wrote them.
 *
 * @throws TypeError for a misspelt name or a value that is not a list of scope tokens: both would quietly demand nothing
 */
export function checkRequirements(requirements: Requirements): void {
  for (const [name, list] of Object.entries(requirements)) {
    if (name !== 'requiredScopes' && name !== 'requiredRoles') throw new TypeError(`${name} is not a requirement`);
    if (list === undefined) continue;
    const isList = Array.isArray(list) && list.every((one) => typeof one === 'string' && scopeToken.test(one));
    if (!isList) throw new TypeError(`${name} must be a list of texts without blanks`);
  }
}
