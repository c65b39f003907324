import { randomUUID } from 'node:crypto';
import { isGuid } from '@holdfast/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { buildTokenErrorReply, type ErrorCircumstances } from '../errors/error-reply.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { securityHeaders } from './security-headers.ts';
import type { StsParts } from './sts-parts.ts';

/** Answers refusals and failures in Entra's shape. */
export interface ErrorAnswers {
  /** For whatever a route, a hook or the framework throws. */
  onError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply;
  onNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

/** Makes the answers of one service. */
export function createErrorAnswers(service: string, parts: StsParts): ErrorAnswers {
  const answer = (refusal: TokenRefused, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const body = buildTokenErrorReply(refusal, describeCircumstances(request, parts));
    // Again, because what the framework refuses never came to the hook that sets them.
    reply.headers({ ...securityHeaders(request.id, parts.endpoint), 'cache-control': 'no-store', pragma: 'no-cache' });
    // RFC 6749 section 5.2: a client that tried the Authorization header is told which scheme is meant.
    const triedHeader = refusal.row.status === 401 && request.headers.authorization !== undefined;
    if (triedHeader) reply.header('www-authenticate', 'Basic realm="token endpoint", charset="UTF-8"');
    // An injected fault may say how long.
    if (refusal.row.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1');
    return reply.code(refusal.row.status).send(body);
  };
  return {
    onError: (error, request, reply) => {
      const refusal = error instanceof TokenRefused ? error : asRefusal(error);
      if (refusal.reason === 'internal') {
        const errorName = error instanceof Error ? error.name : typeof error;
        parts.publish({ name: 'request.failed', service, traceId: request.id, errorName });
      } else if (request.routeOptions?.config.publishesRefusals === true) {
        const { code, error: oauthError } = refusal.row;
        parts.publish({ name: 'token.refused', error: oauthError, code, reason: refusal.reason });
      }
      return answer(refusal, request, reply);
    },
    onNotFound: (request, reply) => answer(new TokenRefused('endpointUnknown'), request, reply),
  };
}

/** Tells what an error of this request is told with. */
export function describeCircumstances(
  request: FastifyRequest,
  { clock, issuer }: Pick<StsParts, 'clock' | 'issuer'>,
): ErrorCircumstances {
  return {
    at: clock(),
    traceId: request.id,
    correlationId: findCorrelationId(request),
    origin: issuer().origin,
  };
}

// What the framework itself throws: bad URLs, bodies that are too long or of another type.
function asRefusal(error: unknown): TokenRefused {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new TokenRefused('bodyTooLarge', '', error);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new TokenRefused('requestMalformed', 'content type', error);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new TokenRefused('requestMalformed', 'HTTP', error);
  }
  return new TokenRefused('internal', '', error);
}

// The client's own id for the exchange, when it is a GUID; nothing else from a request is ever repeated in a reply.
function findCorrelationId(request: FastifyRequest): string {
  const query = request.query as Readonly<Record<string, unknown>> | undefined;
  const named = [request.headers['client-request-id'], query?.['client-request-id']];
  return (
    named.find((value): value is string => typeof value === 'string' && isGuid(value.toLowerCase())) ?? randomUUID()
  );
}
