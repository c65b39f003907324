import type { TokenState } from '../cache/token-state.ts';

/** Where a token came from: the cache, our own request, a request that another caller had started, or a store that processes share. */
export type TokenOrigin = 'cache' | 'network' | 'shared' | 'store';

/**
 * Why the authority was asked, or is being asked in the background. `token-hash`: the caller said that the cached token was refused; `revoked`: another
 * caller had said so before.
 */
export type RefreshReason =
  | 'no-cached-token'
  | 'expired'
  | 'claims'
  | 'token-hash'
  | 'revoked'
  | 'force-refresh'
  | 'proactive';

/** Which token an event is about. */
export interface TokenSubject {
  /** Whether it is bound. */
  readonly scheme: 'bearer' | 'pop' | 'mtls_pop';
  /** Thumbprint of the key or certificate it is bound to; public. */
  readonly bindingThumbprint?: string | undefined;
  /** The tenant it was asked for in; absent where the source knows of none, such as that of a managed identity. */
  readonly tenant?: string | undefined;
  /** The scopes it was asked for with. */
  readonly scopes: readonly string[];
}

/** A caller got a token; or a refresh in the background did (`network` and `proactive`). */
export interface TokenAcquired extends TokenSubject {
  readonly name: 'token.acquired';
  /** Where it came from. */
  readonly source: TokenOrigin;
  /** Why the authority was asked; absent when it was not. */
  readonly refreshReason?: RefreshReason | undefined;
  /** Names the caller's call. */
  readonly correlationId: string;
  /** What the caller waited, in milliseconds. */
  readonly tookMs: number;
}

/** A request for a token failed; one event for all callers who shared it. */
export interface TokenFailed extends TokenSubject {
  readonly name: 'token.failed';
  /** The error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
  /** Why the authority was asked. */
  readonly refreshReason: RefreshReason;
  /** Names the call that asked first. */
  readonly correlationId: string;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** AADSTS numbers, where the authority gave any. */
  readonly errorCodes?: readonly number[] | undefined;
  /** What whoever asked first had waited, in milliseconds. */
  readonly tookMs: number;
}

/** A token was seen in another state than before. States are seen at look-ups; no timer watches tokens. */
export interface TokenStateChanged extends TokenSubject {
  readonly name: 'token.state';
  /** The state it was seen in. */
  readonly state: TokenState;
  /** The state it was seen in before; absent the first time. */
  readonly previous?: TokenState | undefined;
}

/** A proof key was made; most are made before anybody waits for them. */
export interface KeyGenerated {
  readonly name: 'key.generated';
  /** What making it took, in milliseconds. */
  readonly tookMs: number;
}

/** New tokens are bound to a new key; the old one signs until its last token has expired. */
export interface KeyRotated {
  readonly name: 'key.rotated';
  /** RFC 7638 thumbprint of the new key. */
  readonly thumbprint: string;
  /** RFC 7638 thumbprint of the key before it. */
  readonly previousThumbprint: string;
  /** Present where tenants have keys of their own. */
  readonly tenant?: string | undefined;
}

/** A key was thrown away as compromised, with every token bound to it. */
export interface KeyDiscarded {
  readonly name: 'key.discarded';
  /** RFC 7638 thumbprint of the key. */
  readonly thumbprint: string;
  /** How many cached tokens were bound to it. */
  readonly droppedTokens: number;
}

/** A store that processes share failed, or held something that is not what was asked for; the authority is asked instead. */
export interface StoreFailed {
  readonly name: 'store.failed';
  /** What failed. */
  readonly operation: 'read' | 'write';
}

/** A caller gets a bearer token where he asked for a bound one, because there is no certificate and he said that this will do. */
export interface TokenUnbound {
  readonly name: 'token.unbound';
  /** What was asked for. */
  readonly requested: 'mtls_pop';
  /** Why there is no certificate: the error's code, or `ERR_UNKNOWN` for an error that is not ours. */
  readonly code: string;
  /** The tenant it is asked for in. */
  readonly tenant: string;
  /** The scopes it is asked for with. */
  readonly scopes: readonly string[];
}

/** The authority refused a certificate that was replaced meanwhile; the request is made once more, with the new one. */
export interface CertificateRetried {
  readonly name: 'certificate.retried';
  /** SHA-256 thumbprint of the one that was refused. */
  readonly refused: string;
  /** SHA-256 thumbprint of the new one. */
  readonly x5tS256: string;
  /** The code of the refusal. */
  readonly code: string;
  /** Names the call that met the refusal first. */
  readonly correlationId: string;
}

/** An option that weakens a promise was switched on. */
export interface DangerousOption {
  readonly name: 'option.dangerous';
  /** Name of the option, such as `dangerouslyAllowLoopbackHttp`. */
  readonly option: string;
}

/** Everything a client tells its sink. No event holds a token, a key, a nonce or a header value. */
export type ClientEvent =
  | TokenAcquired
  | TokenFailed
  | TokenStateChanged
  | TokenUnbound
  | CertificateRetried
  | KeyGenerated
  | KeyRotated
  | KeyDiscarded
  | StoreFailed
  | DangerousOption;
