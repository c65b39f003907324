import type { Clock, EventSink } from '@holdfast/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCircumstances } from '../errors/error-reply.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { readFormText } from '../forms/form-body.ts';
import { readQueryText } from '../forms/query-text.ts';
import { refuseOtherMethods } from '../listening/refuse-other-methods.ts';
import { closeToOtherOrigins, refuseMethodOfPage, sendPage } from '../pages/send-page.ts';
import type { PasswordThrottle } from '../sessions/password-throttle.ts';
import type { Sessions } from '../sessions/sign-in.ts';
import type { Issuer } from '../steps/token-request.ts';
import { createAntiForgery } from './anti-forgery.ts';
import { type AuthorizeReply, answerAuthorize } from './authorize.ts';
import { createFlowSeal } from './flow-seal.ts';

const path = '/:tenant/oauth2/v2.0/authorize';
const countedAs = '/{tenant}/oauth2/v2.0/authorize';

/** What the authorization endpoint is made from. */
export interface AuthorizeParts {
  readonly issuer: () => Pick<Issuer, 'origin' | 'directory' | 'codes' | 'consents'>;
  readonly clock: Clock;
  readonly publish: EventSink<AuthorityEvent>;
  readonly sessions: Sessions;
  readonly throttle: PasswordThrottle;
  /** What an error is told with, out of the request that it answers. */
  readonly circumstancesOf: (request: FastifyRequest) => ErrorCircumstances;
}

/** Registers the authorization endpoint: for clients, by GET and POST, and for the forms of its own pages. */
export function registerAuthorize(app: FastifyInstance, parts: AuthorizeParts): void {
  const { sessions, throttle, publish } = parts;
  const kept = { sessions, throttle, flows: createFlowSeal(), antiForgery: createAntiForgery() };
  app.route({
    method: ['GET', 'POST'],
    url: path,
    // A HEAD would make a code that nobody reads.
    exposeHeadRoute: false,
    config: { countedAs },
    handler: async (request, reply) => {
      const { origin, directory, codes, consents } = parts.issuer();
      const answered = await answerAuthorize(
        {
          origin,
          directory,
          tenantName: (request.params as { readonly tenant: string }).tenant,
          query: readQueryText(request),
          body: request.method === 'POST' ? (readFormText(request) ?? '') : undefined,
          headers: request.headers,
          circumstances: parts.circumstancesOf(request),
        },
        { ...kept, codes, consents },
      );
      for (const event of answered.events) publish(event);
      return send(request, reply, answered);
    },
  });
  refuseOtherMethods(app, { path, allowed: ['GET', 'POST'], config: { countedAs }, refuse: refuseMethodOfPage });
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, status, mayKeepOpener, cookieLines }: AuthorizeReply,
): FastifyReply {
  if (cookieLines.length > 0) reply.header('set-cookie', [...cookieLines]);
  if (answer.kind === 'page') return sendPage(reply, answer.page, { status, mayKeepOpener });
  return (
    closeToOtherOrigins(reply)
      // See Other after a POST: nothing that was sent here, a password above all, is sent on. RFC 9700 section 4.12.
      .code(request.method === 'POST' ? 303 : 302)
      .headers({ 'cache-control': 'no-store', pragma: 'no-cache', 'referrer-policy': 'no-referrer' })
      .header('location', answer.location)
      .send()
  );
}
