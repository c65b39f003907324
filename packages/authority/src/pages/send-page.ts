import type { FastifyReply } from 'fastify';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Page } from './page.ts';
import { type PageCircumstances, pageHeaders } from './page-headers.ts';

/**
 * Sends a page with its headers.
 *
 * @param options - `status` is the HTTP status
 */
export function sendPage(
  reply: FastifyReply,
  page: Page,
  options: PageCircumstances & { readonly status: number },
): FastifyReply {
  return closeToOtherOrigins(reply).code(options.status).headers(pageHeaders(page, options)).send(page.html);
}

/** Takes away the headers by which pages of any origin may read an answer: those that a cookie opens are for nobody else. */
export function closeToOtherOrigins(reply: FastifyReply): FastifyReply {
  for (const header of ['access-control-allow-origin', 'access-control-expose-headers']) reply.removeHeader(header);
  return reply;
}

/** Makes the refusal of a method that a path of pages does not have, and closes it to other origins, as all that such a path answers. */
export function refuseMethodOfPage(reply: FastifyReply): TokenRefused {
  closeToOtherOrigins(reply);
  return new TokenRefused('methodWrong', 'GET');
}
