/** What the errors of the door `msal` say beside their code. */
export interface AuthErrorDetails {
  /** What is wrong, in fixed words. @default none */
  readonly message?: string | undefined;
  /** Narrows the code, in a word of the authority. @default none */
  readonly subError?: string | undefined;
  /** The most specific AADSTS number. @default none */
  readonly errorNo?: string | undefined;
  /** A claims request as JSON text. @default none */
  readonly claims?: string | undefined;
  /** HTTP status of the authority. @default none */
  readonly status?: number | undefined;
  /** The error of `@holdfast/browser` that is told in the words of MSAL.js. @default none */
  readonly cause?: unknown;
}

/** The base of every error of the door `msal`, with the members that it has in MSAL.js; `cause` is the error of this package. */
export class AuthError extends Error {
  /** Tells the class, as it is written: minifiers give classes other names, and pages compare these. */
  override readonly name: string = 'AuthError';
  /** A word of MSAL.js; where that library has none for it, our own code without `ERR_`, in lower case. */
  readonly errorCode: string;
  /** What is wrong, in fixed words. */
  readonly errorMessage: string;
  /** Narrows the code; empty where there is nothing to narrow. */
  readonly subError: string;
  /** Names the call; empty where there was none. */
  readonly correlationId: string;

  constructor(errorCode: string, correlationId = '', { message = '', subError = '', cause }: AuthErrorDetails = {}) {
    super(message === '' ? errorCode : `${errorCode}: ${message}`, cause === undefined ? undefined : { cause });
    this.errorCode = errorCode;
    this.errorMessage = message;
    this.subError = subError;
    this.correlationId = correlationId;
  }
}

/** What came back cannot be believed or used. */
export class ClientAuthError extends AuthError {
  override readonly name: 'ClientAuthError' = 'ClientAuthError';
}

/** The page asks for something that there is not. */
export class ClientConfigurationError extends AuthError {
  override readonly name: 'ClientConfigurationError' = 'ClientConfigurationError';
}

/** The browser, or the person, did not go along. */
export class BrowserAuthError extends AuthError {
  override readonly name: 'BrowserAuthError' = 'BrowserAuthError';
}

/** The authority refused. */
export class ServerError extends AuthError {
  override readonly name: 'ServerError' = 'ServerError';
  /** The most specific AADSTS number; undefined where the authority gave none. */
  readonly errorNo: string | undefined;
  /** HTTP status; undefined where the refusal came otherwise. */
  readonly status: number | undefined;

  constructor(errorCode: string, correlationId?: string, details: AuthErrorDetails = {}) {
    super(errorCode, correlationId, details);
    this.errorNo = details.errorNo;
    this.status = details.status;
  }
}

/** A person has to be asked: call one of the methods that do, with {@link InteractionRequiredAuthError.claims}. */
export class InteractionRequiredAuthError extends AuthError {
  override readonly name: 'InteractionRequiredAuthError' = 'InteractionRequiredAuthError';
  /** A claims request as JSON text, ready for the next request; empty where nothing in particular is asked for. */
  readonly claims: string;
  /** The most specific AADSTS number; undefined where the authority gave none. */
  readonly errorNo: string | undefined;

  constructor(errorCode: string, correlationId?: string, details: AuthErrorDetails = {}) {
    super(errorCode, correlationId, details);
    this.claims = details.claims ?? '';
    this.errorNo = details.errorNo;
  }
}
