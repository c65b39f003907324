import {
  type ApplicationDescription,
  type Authority,
  type AuthorityDescription,
  type AuthorityEvent,
  type AuthorityOptions,
  createAuthority,
} from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import { createTlsFetch } from './tls-fetch.ts';

// Four to five of them go into an authority: most of the time that its start takes.
drawRsaKeysFromStock();

/** Parameters of a token request; undefined leaves one out. */
export type Form = Readonly<Record<string, string | undefined>>;

/** A reply of the token endpoint. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An authority that listens, and short ways to talk to it over real TLS. */
export interface RunningAuthority {
  readonly authority: Authority;
  readonly description: AuthorityDescription;
  readonly events: AuthorityEvent[];
  readonly fetch: typeof fetch;
  /** Origin of the STS. */
  readonly sts: string;
  /** Id of contoso.example. */
  readonly tenantId: string;
  application(name: string): ApplicationDescription;
  /** A client_credentials request of `daemon` for api://orders, with changes. */
  token(
    changes?: Form,
    at?: { readonly tenant?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Reply>;
  /** Sends a body as it is. */
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  admin(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export async function runAuthority(options: AuthorityOptions = {}): Promise<RunningAuthority> {
  const events: AuthorityEvent[] = [];
  const authority = await createAuthority({ events: (event) => events.push(event), ...options });
  const description = await authority.listen();
  const tlsFetch = createTlsFetch(authority.certificates.caPem);
  const { sts } = description;
  const application = (name: string): ApplicationDescription => {
    const found = description.applications.find((item) => item.name === name);
    if (found === undefined) throw new Error(`no application ${name}`);
    return found;
  };
  const tenantId = description.tenants[0]!.id;
  const post: RunningAuthority['post'] = async (path, body, headers = {}) => {
    const response = await tlsFetch(`${sts}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] };
  };
  return {
    authority,
    description,
    events,
    fetch: tlsFetch,
    sts,
    tenantId,
    application,
    post,
    token: (changes = {}, { tenant = tenantId, headers = {} } = {}) => {
      const daemon = application('daemon');
      const form = {
        grant_type: 'client_credentials',
        client_id: daemon.clientId,
        client_secret: daemon.secret,
        scope: 'api://orders/.default',
        ...changes,
      };
      const body = new URLSearchParams(
        Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
      return post(`/${tenant}/oauth2/v2.0/token`, body.toString(), headers);
    },
    admin: (path, init = {}) =>
      fetch(`${description.admin}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${description.adminKey}`, ...init.headers },
      }),
    close: async () => {
      tlsFetch.close();
      await authority.close();
    },
  };
}

/** The claims of a token, unverified. */
export function claimsOf(reply: Reply): Readonly<Record<string, unknown>> {
  const token = String(reply.body['access_token']);
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}

/** The AADSTS number of a refusal. */
export function codeOf(reply: Reply): unknown {
  return (reply.body['error_codes'] as readonly unknown[] | undefined)?.[0];
}
