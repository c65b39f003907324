import { type JsonObject, type JsonValue, parseClaimsChallenge } from '@holdfast/core';
import { type RefusalFacts, TokenRequestRefused } from '../errors/token-request-refused.ts';
import { readErrorCodes } from '../http/read-error-codes.ts';
import { readJson } from '../http/read-json.ts';
import { repeatsSecret } from './repeats-secret.ts';

/** What a refusal is read with. */
export interface RefusalContext {
  /** Reads `Retry-After`, which is null where there is none, as seconds; undefined for what cannot be read. */
  readonly readPause: (value: string | null) => number | undefined;
  /** Values that were sent and must not come back in an error. */
  readonly secrets: readonly string[];
}

/**
 * Turns every response but 200 into a typed error.
 *
 * @see RFC 6749 section 5.2; RFC 9110 section 10.2.3 (`Retry-After`)
 */
export async function processRefusal(response: Response, context: RefusalContext): Promise<TokenRequestRefused> {
  const retryAfterSeconds = context.readPause(response.headers.get('retry-after'));
  const body = await readJson(response).catch(() => undefined);
  const facts: RefusalFacts = { status: response.status, errorCodes: [], retryAfterSeconds };
  if (body === undefined) return new TokenRequestRefused(facts);
  return new TokenRequestRefused({ ...facts, ...readErrorMembers(body.object, context.secrets) });
}

type ErrorMembers = Omit<RefusalFacts, 'status' | 'retryAfterSeconds'>;

function readErrorMembers(body: JsonObject, secrets: readonly string[]): ErrorMembers {
  // An authority that echoes a credential must not get it into a log, in whatever member it does so.
  const harmless = (text: string | undefined): string | undefined =>
    text === undefined || repeatsSecret(text, secrets) ? undefined : text;
  return {
    error: harmless(word(body['error'])),
    errorCodes: readErrorCodes(body),
    suberror: harmless(word(body['suberror'])),
    description: blank(harmless(firstLine(body['error_description']))),
    claims: harmless(readClaims(body['claims'])),
    correlationId: harmless(identifier(body['correlation_id'])),
    traceId: harmless(identifier(body['trace_id'])),
  };
}

function word(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && /^[a-z_]{1,64}$/i.test(value) ? value : undefined;
}

function identifier(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && /^[0-9a-f-]{8,36}$/i.test(value) ? value : undefined;
}

function firstLine(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value.split(/[\r\n]/, 1)[0] : undefined;
}

/** Blanks long unbroken runs, such as a credential of somebody else, and shortens what is left. */
function blank(line: string | undefined): string | undefined {
  return line?.replace(/[A-Za-z0-9_.~+/=%-]{37,}/g, '…').slice(0, 300);
}

function readClaims(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.stringify(parseClaimsChallenge(value));
  } catch {
    return undefined;
  }
}
