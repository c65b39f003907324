/** How a name of the directory must look: words for people, and a pattern. */
export interface NameRule {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Domain of a tenant. */
export const tenantDomain: NameRule = {
  what: 'a domain in lower case, such as contoso.example',
  pattern: /^(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
};

/** Name of an application; it is also the name of its certificate files. */
export const applicationName: NameRule = {
  what: 'lower-case letters, digits and hyphens, such as orders-api',
  pattern: /^[a-z][a-z0-9-]{0,62}$/,
};

/** Name of a managed identity; it is also the name of its certificate files. */
export const identityName: NameRule = {
  what: 'lower-case letters, digits and hyphens, such as worker',
  pattern: /^[a-z][a-z0-9-]{0,62}$/,
};

/** Resource id of a managed identity, or of the machine it belongs to. */
export const resourceId: NameRule = {
  what: 'a resource id, such as /subscriptions/…/userAssignedIdentities/worker',
  pattern: /^\/subscriptions\/[A-Za-z0-9._()-]{1,90}(?:\/[A-Za-z0-9._()-]{1,260}){1,12}$/,
};

/** Authentication context of Conditional Access, as Entra names them. */
export const authenticationContext: NameRule = {
  what: 'an authentication context, c1 to c99',
  pattern: /^c[1-9][0-9]?$/,
};

/** Name a user signs in with. */
export const username: NameRule = {
  what: 'a user name in lower case, such as ada@contoso.example',
  pattern: /^[a-z0-9._-]{1,64}@[a-z0-9.-]{3,253}$/,
};

/** Application ID URI. */
export const appIdUri: NameRule = {
  what: 'an application ID URI without a trailing slash, such as api://orders or https://vault.azure.net',
  pattern: /^(api|https):\/\/[A-Za-z0-9._~:/-]{0,254}[A-Za-z0-9._~-]$/,
};

/** Name of a scope or a role. */
export const permissionName: NameRule = {
  what: 'a name without blanks, such as Orders.Read',
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/,
};
