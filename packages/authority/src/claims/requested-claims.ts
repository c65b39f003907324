import { isJsonObject, type JsonObject, type JsonValue, parseStrictJsonObject, readCapabilities } from '@holdfast/core';
import { authenticationContext } from '../directory/name-rules.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { acceptCapabilities } from '../forms/capability-names.ts';

/** What a request asks of the token beside its scope. */
export interface RequestedClaims {
  /** Client capabilities in lower case, such as `cp1`. */
  readonly capabilities: readonly string[];
  /** Epoch seconds: a token of an earlier second was refused somewhere. */
  readonly notBefore?: number | undefined;
  /** `acrs`, when it is asked for. */
  readonly authenticationContexts?:
    | {
        readonly isEssential: boolean;
        /** One of them will do; any, when there are none. What is no context is empty. */
        readonly values: readonly string[];
      }
    | undefined;
}

const mostContexts = 16;
const epochText = /^\d{1,12}$/;

/**
 * Takes over what the `claims` parameter asks of an access token.
 *
 * @throws {@link TokenRefused} `notBeforeTooLate`
 */
export function readClaims(claims: JsonObject): RequestedClaims {
  return {
    capabilities: acceptCapabilities(readCapabilities(claims)),
    notBefore: readNotBefore(findRequest(claims, 'nbf')),
    authenticationContexts: readContexts(findRequest(claims, 'acrs')),
  };
}

/**
 * Parses the text of the `claims` parameter.
 *
 * @throws {@link TokenRefused} `claimsMalformed`
 */
export function parseClaims(text: string): JsonObject {
  try {
    return parseStrictJsonObject(text, { maxLength: 16_384 });
  } catch (cause) {
    throw new TokenRefused('claimsMalformed', '', cause);
  }
}

function findRequest(claims: JsonObject, name: string): JsonObject | undefined {
  const accessToken = claims['access_token'];
  const request = isJsonObject(accessToken) ? accessToken[name] : undefined;
  return isJsonObject(request) ? request : undefined;
}

// A wish that is not essential is met by every token: none is issued for an earlier time than its own.
function readNotBefore(request: JsonObject | undefined): number | undefined {
  if (request?.['essential'] !== true) return undefined;
  const { value } = request;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  if (typeof value === 'string' && epochText.test(value)) return Number(value);
  throw new TokenRefused('notBeforeTooLate');
}

function readContexts(request: JsonObject | undefined): RequestedClaims['authenticationContexts'] {
  if (request === undefined) return undefined;
  const { essential, value, values } = request;
  const several = Array.isArray(values) ? (values as readonly JsonValue[]) : [];
  const asked = value === undefined ? several : [value, ...several];
  // What is no context is met by nothing, and stays in its place: without it nothing in particular would be asked for.
  const names = asked.slice(0, mostContexts).map((one) => (isContext(one) ? one : ''));
  return { isEssential: essential === true, values: names };
}

function isContext(value: JsonValue): value is string {
  return typeof value === 'string' && authenticationContext.pattern.test(value);
}
