import { type Authority, type AuthorityDescription, createAuthority, defaultConfiguration } from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { hashOfKey } from '../browsers/launch/hash-of-key.ts';
import { type CallbackServer, openCallbackServer } from './callback-server.ts';

/** An authority that listens, and an application that it answers. */
export interface Lab {
  readonly description: AuthorityDescription;
  readonly application: CallbackServer;
  /** SHA-256 of the key that the authority shows, for a browser that trusts it alone. */
  readonly trustedKey: string;
  /** Address of an authorization request of `web-app`, with changes. */
  authorizeAddress(changes?: Readonly<Record<string, string>>): string;
  /** A redirect address that leads on to another port. */
  readonly movingAddress: string;
  logoutAddress(parameters: Readonly<Record<string, string>>): string;
  password(username: string): string;
  close(): Promise<void>;
}

drawRsaKeysFromStock();

const domain = 'contoso.example';
const contoso = defaultConfiguration.tenants[domain];

/** Opens a lab. The application is registered at both loopback addresses, and where it leads on to another port. */
export async function openLab(): Promise<Lab> {
  const [application, next] = await Promise.all([openCallbackServer(), openCallbackServer()]);
  const home = application.origin();
  const movingAddress = `${home}/moved?to=${next.origin()}/end`;
  const redirectUris = [`${home}/callback`, `${application.origin('[::1]')}/callback`, movingAddress];
  const webApp = { ...contoso?.applications?.['web-app'], redirectUris, postLogoutRedirectUris: [`${home}/`] };
  const applications = { ...contoso?.applications, 'web-app': webApp };
  const tenants = { ...defaultConfiguration.tenants, [domain]: { ...contoso, applications } };
  const authority: Authority = await createAuthority({ directory: { ...defaultConfiguration, tenants } });
  const description = await authority.listen();
  const endpoint = `${description.sts}/${domain}/oauth2/v2.0`;
  const clientId = description.applications.find(({ name }) => name === 'web-app')?.clientId ?? '';
  return {
    description,
    application,
    movingAddress,
    trustedKey: hashOfKey(authority.certificates.server.certPem),
    authorizeAddress: (changes = {}) => {
      const asked = {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: `${home}/callback`,
        scope: 'api://orders/read openid profile',
        state: 'here',
        ...changes,
      };
      return `${endpoint}/authorize?${new URLSearchParams(asked)}`;
    },
    logoutAddress: (parameters) => `${endpoint}/logout?${new URLSearchParams(parameters)}`,
    password: (username) => description.users.find((user) => user.username === username)?.password ?? '',
    async close() {
      await Promise.all([application.close(), next.close(), authority.close()]);
    },
  };
}
