import type { FastifyReply } from 'fastify';
import type { Page } from './page.ts';
import { type PageCircumstances, pageHeaders } from './page-headers.ts';

/**
 * Sends a page with its headers, and takes away those that let other origins read an answer.
 *
 * @param options.status - HTTP status
 */
export function sendPage(
  reply: FastifyReply,
  page: Page,
  options: PageCircumstances & { readonly status: number },
): FastifyReply {
  for (const header of ['access-control-allow-origin', 'access-control-expose-headers']) reply.removeHeader(header);
  return reply.code(options.status).headers(pageHeaders(page, options)).send(page.html);
}
