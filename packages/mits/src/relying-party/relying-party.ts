import { type Clock, epochSeconds } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ConfidentialClient, ConfidentialTokenResult } from '@holdfast/node';
import type { MitsIdentity } from '../identity/managed-identity.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { createKeptClients } from './kept-clients.ts';

/** What the relying party is asked. */
export interface UpstreamQuestion {
  /** Who the token is issued to. */
  readonly identity: MitsIdentity;
  /** Which API it is for. */
  readonly resource: string;
  /** What the client at the end can do; goes to the authority as it is. */
  readonly capabilities: readonly string[];
  /** SHA-256 of the token that an API refused, lower-case hex. @default none */
  readonly tokenHash?: string | undefined;
}

/** A token as the authority issued it; its times are spans, so that clocks need not agree. */
export interface UpstreamToken {
  /** The access token. */
  readonly accessToken: string;
  /** Seconds until it expires. */
  readonly lifeSeconds: number;
  /** Seconds until it should be replaced. */
  readonly freshSeconds: number;
}

/** Asks the authority for the tokens of managed identities: the part of the resource provider. */
export interface RelyingParty {
  /**
   * Asks for a token. What it gives was issued for this question: a token that lay in a cache is not an answer, because whoever asks has
   * found out that none will do.
   *
   * @throws whatever the client of the identity throws
   */
  requestToken(question: UpstreamQuestion, signal?: AbortSignal): Promise<UpstreamToken>;
  /** Closes every client that was opened. */
  close(): Promise<void>;
}

/** Opens the confidential client of an identity: its certificate may lie in files, in a key vault, or come from an enrolment. */
export type OpenIdentityClient = (facts: {
  /** Whose client it is: `clientId` authenticates. */
  readonly identity: MitsIdentity;
  /** For the option `clientCapabilities` of the client, as they are. */
  readonly capabilities: readonly string[];
}) => ConfidentialClient | Promise<ConfidentialClient>;

/** Options of {@link createRelyingParty}; read once, unknown names are refused. */
export interface RelyingPartyOptions {
  /** Called once for each identity and set of capabilities; the relying party closes what it opened. */
  readonly openClient: OpenIdentityClient;
  /** Clients kept open; the least recently used idle one is closed first. @default 100 */
  readonly maxClients?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof RelyingPartyOptions>(['openClient', 'maxClients', 'clock']);

/**
 * Makes a relying party over confidential clients.
 *
 * Not done: deciding when to ask, sharing answers, protecting the authority from too many questions; {@link createMits} does.
 *
 * @throws TypeError for a wrong, missing or unknown option
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createRelyingParty } from '@holdfast/mits';
 * import { createConfidentialClient } from '@holdfast/node';
 *
 * export const relyingParty = createRelyingParty({
 *   openClient: ({ identity, capabilities }) =>
 *     createConfidentialClient({
 *       authority: 'https://login.microsoftonline.com/contoso.example',
 *       clientId: identity.clientId,
 *       clientCapabilities: capabilities,
 *       clientCertificate: {
 *         certificate: readFileSync(`/var/lib/identities/${identity.objectId}.pem`, 'utf8'),
 *         privateKey: readFileSync(`/var/lib/identities/${identity.objectId}.key`, 'utf8'),
 *         sendX5c: true,
 *       },
 *     }),
 * });
 * ```
 */
export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  checkOptionNames(options, optionNames);
  const { openClient, maxClients = 100, clock = Date.now } = options;
  if (typeof openClient !== 'function') throw new TypeError('openClient must be a function');
  const clients = createKeptClients(wholeNumber(maxClients, 'maxClients'));
  return {
    requestToken: ({ identity, resource, capabilities, tokenHash }, signal) => {
      const name = JSON.stringify([identity.clientId, identity.objectId, ...[...capabilities].sort()]);
      return clients.use(
        name,
        async () => openClient({ identity, capabilities }),
        async (client) => toUpstreamToken(await askAnew(client, { resource, tokenHash, signal }), clock),
      );
    },
    close: clients.close,
  };
}

interface ClientQuestion {
  readonly resource: string;
  readonly tokenHash: string | undefined;
  readonly signal: AbortSignal | undefined;
}

// Another process may have replaced the token of this client's own cache since: then the hash does not match it, and the cache answers.
async function askAnew(client: ConfidentialClient, question: ClientQuestion): Promise<ConfidentialTokenResult> {
  const { resource, tokenHash, signal } = question;
  const scopes = [`${resource}/.default`];
  const result = await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh: tokenHash, signal });
  const isNew = result.tokenSource === 'network' || result.tokenSource === 'shared';
  return isNew ? result : client.acquireTokenForClient({ scopes, forceRefresh: true, signal });
}

function toUpstreamToken({ accessToken, expiresOn, refreshOn }: ConfidentialTokenResult, clock: Clock): UpstreamToken {
  const now = epochSeconds(clock);
  const secondsUntil = (instant: Date): number => Math.max(0, Math.floor(instant.getTime() / 1000) - now);
  return { accessToken, lifeSeconds: secondsUntil(expiresOn), freshSeconds: secondsUntil(refreshOn) };
}
