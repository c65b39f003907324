import { type Clock, isGuid, isJsonObject, type JsonObject, type JsonValue, parseRetryAfter } from '@holdfast/core';
import { readErrorCodes } from '@holdfast/oauth';
import {
  type ManagedIdentityRefusalFacts,
  ManagedIdentityRefused,
  type ManagedIdentityRefusedCode,
} from '../errors/managed-identity-errors.ts';
import { readJsonBody } from '../json-body/read-json-body.ts';
import { readMediaType } from './media-type.ts';

/** What a refusal is read with. */
export interface RefusalContext {
  /** What was sent and must not come back in an error. */
  readonly secret: string | undefined;
  readonly clock: Clock;
}

/**
 * Turns every response but 200 into a typed error.
 *
 * Four shapes of body are understood, and none: `{error, error_description}`, `{error: {code, message}}`, `{statusCode, message,
 * correlationId}`, an empty one. Of its words only known ones are kept; the descriptions tell which code it is, and are then dropped.
 */
export async function processRefusal(
  response: Response,
  { secret, clock }: RefusalContext,
): Promise<ManagedIdentityRefused> {
  const isPage = readMediaType(response) === 'text/html';
  const body = await readBody(response);
  const { error, description } = readWords(body);
  const facts = { status: response.status, isPage, isUnknownIdentity: saysUnknownIdentity(error, description) };
  return new ManagedIdentityRefused(chooseCode(facts), {
    status: response.status,
    error: knownWords.has(error) ? error : undefined,
    // App Service puts the authority's sentence into its own member.
    errorCodes: readErrorCodes({ error_codes: body['error_codes'], error_description: description }),
    correlationId: readCorrelationId(body, secret),
    retryAfterSeconds: parseRetryAfter(response.headers.get('retry-after'), clock),
  } satisfies ManagedIdentityRefusalFacts);
}

const mostBytes = 65_536;

// A body that breaks off or is no JSON says nothing; the status does.
async function readBody(response: Response): Promise<JsonObject> {
  try {
    return await readJsonBody(response, { mostBytes, refuse: (detail) => new TypeError(detail) });
  } catch {
    return {};
  }
}

interface Words {
  readonly error: string;
  readonly description: string;
}

function readWords(body: JsonObject): Words {
  const inner = isJsonObject(body['error']) ? body['error'] : undefined;
  return {
    error: text(inner === undefined ? body['error'] : inner['code']),
    description: text(inner === undefined ? (body['error_description'] ?? body['message']) : inner['message']),
  };
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.slice(0, 500) : '';
}

// Only these words reach an error: everything else in the body is text from outside.
const knownWords: ReadonlySet<string> = new Set([
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'invalid_client',
  'unauthorized_client',
  'access_denied',
  'unsupported_response_type',
  'server_error',
  'temporarily_unavailable',
  'identity_not_found',
  // Those of Service Fabric.
  'SecretHeaderNotFound',
  'ManagedIdentityNotFound',
  'ArgumentNullOrEmpty',
  'InvalidApiVersion',
  'InternalServerError',
]);

function saysUnknownIdentity(error: string, description: string): boolean {
  if (error === 'ManagedIdentityNotFound' || error === 'identity_not_found') return true;
  return /\bidentity (?:was )?not found\b|^no .{0,80}managed identity found\b/i.test(description);
}

interface RefusalSigns {
  readonly status: number;
  readonly isPage: boolean;
  readonly isUnknownIdentity: boolean;
}

function chooseCode({ status, isPage, isUnknownIdentity }: RefusalSigns): ManagedIdentityRefusedCode {
  if (status === 429) return 'ERR_MANAGED_IDENTITY_THROTTLED';
  if (status === 408 || status === 410 || status >= 500) return 'ERR_MANAGED_IDENTITY_UNAVAILABLE';
  // A redirect leads to somebody else, and these endpoints have no pages: a portal, a proxy or another program answered.
  if (status < 400 || isPage) return 'ERR_MANAGED_IDENTITY_FOREIGN';
  if (isUnknownIdentity) return 'ERR_MANAGED_IDENTITY_NOT_FOUND';
  return status === 404 ? 'ERR_MANAGED_IDENTITY_UNAVAILABLE' : 'ERR_MANAGED_IDENTITY_REFUSED';
}

// The secret of App Service is a GUID, too: an endpoint that echoes it must not get it into a log.
function readCorrelationId(body: JsonObject, secret: string | undefined): string | undefined {
  const inner = isJsonObject(body['error']) ? body['error']['correlationId'] : undefined;
  const id = text(body['correlation_id'] ?? body['correlationId'] ?? inner).toLowerCase();
  return isGuid(id) && secret?.toLowerCase().includes(id) !== true ? id : undefined;
}
