import type { FastifyContextConfig, FastifyInstance, FastifyReply } from 'fastify';

/** A path, and what may be done with it. */
export interface RefusedMethods {
  readonly path: string;
  /** The methods that the path has: every other one is refused. */
  readonly allowed: readonly string[];
  readonly config?: FastifyContextConfig;
  /** Makes the refusal; what it takes from the reply, the answer goes without. */
  readonly refuse: (reply: FastifyReply) => Error;
}

/**
 * Registers a refusal for every method that a path does not have, and says which it has.
 *
 * @see RFC 9110 section 15.5.6
 */
export function refuseOtherMethods(app: FastifyInstance, { path, allowed, config = {}, refuse }: RefusedMethods): void {
  app.route({
    method: app.supportedMethods.filter((name) => !allowed.includes(name)),
    url: path,
    config,
    handler: async (_request, reply) => {
      reply.header('allow', allowed.join(', '));
      throw refuse(reply);
    },
  });
}
