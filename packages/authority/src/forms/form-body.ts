import type { FastifyRequest } from 'fastify';

/** The urlencoded body of a request as text, undefined when there was none. */
export function readFormText(request: FastifyRequest): string | undefined {
  const body = request.body as { readonly text: string } | undefined | null;
  return body?.text;
}
