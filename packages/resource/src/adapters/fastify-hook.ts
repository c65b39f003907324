import type { Authenticated } from '../authenticate/authenticated.ts';
import type { NodeRequest } from '../incoming/from-node-request.ts';
import { buildFailureAnswer } from './failure-answer.ts';
import type { Payload } from './keep-payload.ts';

/** The parts of a reply that are used here, over any kind of Fastify server. */
export interface FastifyAnswer {
  /** The reply of `node:http` under it. */
  readonly raw: {
    /** Whether the answer is under way. */
    readonly headersSent: boolean;
  };
  /** Sets the status. */
  code(status: number): unknown;
  /** Sets a header, over the one of that name before it; a list goes out as several lines. */
  header(name: string, value: string | string[]): unknown;
  /** Sends the answer. */
  send(body: string): unknown;
}

/** A `preParsing` hook, for one route or for every route of a plugin. */
// waiver: a preParsing hook of Fastify has four parameters.
// biome-ignore lint/complexity/useMaxParams: a preParsing hook of Fastify has four.
export type FastifyGuard = (
  request: { readonly raw: NodeRequest; auth?: Authenticated },
  reply: FastifyAnswer,
  payload: Payload,
  done: (error?: null, payload?: Payload) => void,
) => void;

/** Answers with a refusal. */
export function sendRefusal(failure: unknown, reply: FastifyAnswer): void {
  const { status, headers, body } = buildFailureAnswer(failure);
  reply.code(status);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  reply.send(body);
}
