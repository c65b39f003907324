import { type Clock, createEventSink, type EventSink, type Transport } from '@holdfast/core';
import type { TokenReply } from '@holdfast/oauth';
import { libraryHeaders } from '../client-headers/who-asks.ts';
import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import { askAgain, type NoteRetry } from './ask-again.ts';
import { createAsk } from './ask-source.ts';
import type { CertificatePin } from './certificate-pin.ts';
import { type DirectTransport, openDirectTransport } from './direct-transport.ts';
import type { ManagedIdentityId, ManagedIdentityQuestion } from './identity-question.ts';
import { type Pause, pause } from './pause.ts';
import { createSingleAttemptPolicy } from './retry-policy.ts';
import type { SourceDescription, SourceName } from './source-description.ts';
import type { ManagedIdentitySourceEvent } from './source-event.ts';
import { detectSource, type Surroundings } from './source-table.ts';
import { createQuestionTeller } from './tell-question.ts';

export type { ManagedIdentityId, ManagedIdentityQuestion } from './identity-question.ts';

/** Where the tokens of one managed identity come from. */
export interface ManagedIdentitySource {
  /** Which kind of source it is. */
  readonly name: SourceName;
  /** Whether `tokenHash` is sent on: else the source must not be expected to refresh one token and no other. */
  readonly relaysTokenHash: boolean;
  /**
   * Asks for a token, and asks again where the source's retry policy says so.
   *
   * @param question - what is asked for
   * @param signal - ends the request, and a wait between two of them, at once; its reason is what is thrown
   * @throws {@link ManagedIdentityRefused} when the endpoint gives no token, {@link ManagedIdentityFailed} when no whole answer comes
   * @throws {@link ManagedIdentityReplyUnusable}, {@link TokenTypeUnexpected} when the reply is not a bearer token that can be used
   */
  requestToken(question: ManagedIdentityQuestion, signal: AbortSignal): Promise<TokenReply>;
  /** The instance metadata service, which gives certificates too; absent for every other source. */
  readonly imds?: ImdsDoor | undefined;
  /** Closes its connections when the requests under way are done. */
  close(): Promise<void>;
}

/** Where the instance metadata service is, and how it is reached. */
export interface ImdsDoor {
  readonly base: URL;
  readonly transport: Transport;
}

/** Options of {@link openManagedIdentitySource}; those of its caller, who checks them. */
export interface ManagedIdentitySourceOptions extends Surroundings {
  readonly identity: ManagedIdentityId;
  /** Ask App Service by api-version 2025-03-30, which knows revocation. @default `false` */
  readonly appServiceRevocation?: boolean | undefined;
  /** Whether the source's retry policy is followed. @default `true` */
  readonly retries?: boolean | undefined;
  /** For one attempt, in milliseconds. @default 10,000 */
  readonly timeoutMs?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Tells IMDS which library asks, for its logs. @default `true` */
  readonly sendClientHeaders?: boolean | undefined;
  /** Told what becomes of questions. @default nobody */
  readonly events?: EventSink<ManagedIdentitySourceEvent> | undefined;
  /** Waits between attempts. @default timers of the runtime */
  readonly sleep?: Pause | undefined;
  /** Reaches IMDS and App Service. @default connections of its own, which no proxy is in the way of */
  readonly transport?: Transport | undefined;
  /** Opens connections to the one server with this certificate, for Service Fabric: `transport` cannot be told about it. @default undici's */
  readonly openPinned?: ((pin: CertificatePin) => DirectTransport) | undefined;
}

/**
 * Finds the source that the environment names and opens it: synchronous, reads the environment anew at each call, sends nothing.
 *
 * @throws {@link ManagedIdentityUnusable} when the source cannot be used as it is described
 */
export function openManagedIdentitySource(options: ManagedIdentitySourceOptions): ManagedIdentitySource {
  const { identity, retries = true, timeoutMs = 10_000, clock = Date.now, sleep = pause } = options;
  const source = describeSource(options);
  const transport = openTransport(source, options);
  const ask = createAsk({ source, identity, transport, clock, timeoutMs });
  const tell = createQuestionTeller({ source, emit: createEventSink(options.events) });
  return {
    name: source.name,
    relaysTokenHash: source.relaysTokenHash,
    imds: source.imdsBase === undefined ? undefined : { base: source.imdsBase, transport },
    async requestToken(question, signal) {
      signal.throwIfAborted();
      const policy = retries ? source.createRetryPolicy() : createSingleAttemptPolicy();
      const askNoting = (noteRetry: NoteRetry) =>
        askAgain(() => ask(question, signal), { policy, pause: sleep, signal, noteRetry });
      return tell(question, askNoting, signal);
    },
    close: transport.close,
  };
}

function describeSource(options: ManagedIdentitySourceOptions): SourceDescription {
  const { name, read, describe } = detectSource(options);
  if (describe === undefined)
    throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_SOURCE', { source: name, detail: name });
  const { identity, appServiceRevocation = false, sendClientHeaders = true } = options;
  return describe({ identity, appServiceRevocation, read, clientHeaders: sendClientHeaders ? libraryHeaders : {} });
}

function openTransport({ pin }: SourceDescription, options: ManagedIdentitySourceOptions): DirectTransport {
  const { transport, openPinned, timeoutMs: connectTimeoutMs = 10_000 } = options;
  if (pin !== undefined && openPinned !== undefined) return openPinned(pin);
  if (pin !== undefined || transport === undefined) return openDirectTransport({ pin, connectTimeoutMs });
  return Object.assign((request: Request) => transport(request), { close: async () => undefined });
}
