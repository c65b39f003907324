import type { FastifyRequest } from 'fastify';

/** What is behind the question mark, as text: our own parsers take it apart, which refuse repeated parameters. */
export function readQueryText({ url }: Pick<FastifyRequest, 'url'>): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
