import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminRefused } from '../errors/admin-refused.ts';

/** Answers a refusal or a failure of the admin service: code, message and mend, as the command line prints them. */
export function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof AdminRefused ? error : asRefusal(error);
  if (refusal.code === 'ERR_ADMIN_KEY') reply.header('www-authenticate', 'Bearer realm="admin"');
  const { code, message, mend } = refusal;
  return reply.code(refusal.status).header('cache-control', 'no-store').send({ code, message, mend });
}

function asRefusal(error: unknown): AdminRefused {
  const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AdminRefused('ERR_ADMIN_TOO_LARGE', undefined, error);
  const isTheirs = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  const isJson = typeof code === 'string' && /^ERR_(?:JSON|UTF8)_/.test(code);
  return new AdminRefused(isTheirs || isJson ? 'ERR_ADMIN_REQUEST' : 'ERR_ADMIN_FAILED', undefined, error);
}
