import {
  type Clock,
  createMemoryReplayStore,
  type EventSink,
  type ReplayStore,
  randomBytes,
  type Transport,
} from '@holdfast/core';
import {
  type Authenticated,
  createTokenValidator,
  entraIssuers,
  type IncomingRequest,
  type Requirements,
  type ResourceEvent,
  type RevocationFeed,
  type TokenValidatorOptions,
} from '@holdfast/resource';

/** Lets a request pass, or throws the failure that answers it. */
export type Guard = (incoming: IncomingRequest, requirements: Requirements) => Promise<Authenticated>;

/** One guard per kind of route of the sample API. */
export interface Guards {
  /** Proof required, strict dialect. */
  readonly required: Guard;
  /** Bearer tokens pass; bound tokens still need their proof. */
  readonly open: Guard;
  /** Proof required, in the shapes that the MSAL libraries send. */
  readonly msal: Guard;
}

/** What the guards are made from. */
export interface GuardOptions {
  /** Origin of the authority whose tokens are accepted. */
  readonly authority: string;
  readonly tenants: 'any' | readonly string[];
  readonly audience: string | readonly string[];
  /** The public origin of this API. */
  readonly origin: string;
  /** Asks the authority for its keys. */
  readonly transport: Transport;
  readonly replayStore?: ReplayStore | undefined;
  /** The same secret for every node of one API, or `'off'`; a fresh secret unless told. */
  readonly nonce?: { readonly secret: Uint8Array } | 'off' | undefined;
  readonly futureSeconds?: number | undefined;
  /** Knows what was revoked; the guards ask it and do not close it. */
  readonly revocationFeed?: RevocationFeed | undefined;
  readonly clock?: Clock | undefined;
  readonly events?: EventSink<ResourceEvent> | undefined;
}

/** Creates the guards of one API: they share one replay store and one nonce secret. */
export function createGuards(options: GuardOptions): Guards {
  const { authority, tenants, audience, origin, transport, futureSeconds, revocationFeed, clock, events } = options;
  const shared: TokenValidatorOptions = {
    issuers: entraIssuers({ authority, tenants }),
    audience,
    origins: origin,
    nonce: options.nonce ?? { secret: randomBytes(32) },
    replay: { store: options.replayStore ?? createMemoryReplayStore({ clock: clock ?? Date.now }) },
    transport,
    futureSeconds,
    revocation: revocationFeed === undefined ? undefined : { feed: revocationFeed },
    clock,
    events,
  };
  const guard = (own: Partial<TokenValidatorOptions>): Guard => {
    const validator = createTokenValidator({ ...shared, ...own });
    return (incoming, requirements) => validator.authenticate(incoming, requirements);
  };
  return {
    required: guard({ proof: 'required' }),
    open: guard({ proof: 'when-bound' }),
    msal: guard({ proof: 'required', dialects: ['msal-browser', 'msal-dotnet'] }),
  };
}
