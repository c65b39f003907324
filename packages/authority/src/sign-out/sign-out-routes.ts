import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TokenRefused } from '../errors/token-refused.ts';
import { readFormText } from '../forms/form-body.ts';
import { readQueryText } from '../forms/query-text.ts';
import { refuseOtherMethods } from '../listening/refuse-other-methods.ts';
import { renderError } from '../pages/error-page.ts';
import { closeToOtherOrigins, refuseMethodOfPage, sendPage } from '../pages/send-page.ts';
import { answerSignOut, type SignOutAnswer } from './answer-sign-out.ts';
import { readSignOut } from './read-sign-out.ts';
import { createSignOutAntiForgery } from './sign-out-anti-forgery.ts';
import type { SignOutParts, SignOutRequest } from './sign-out-parts.ts';

const path = '/:tenant/oauth2/v2.0/logout';
const countedAs = '/{tenant}/oauth2/v2.0/logout';

/** Registers the end of a session: for clients, and for the page that asks before it ends. */
export function registerSignOut(app: FastifyInstance, parts: SignOutParts): void {
  const antiForgery = createSignOutAntiForgery();
  app.route({
    method: ['GET', 'POST'],
    url: path,
    // A HEAD would end a session, and show nobody that it did.
    exposeHeadRoute: false,
    config: { countedAs },
    errorHandler: (error, request, reply) => answerError(error, { request, reply, parts }),
    handler: async (request, reply) => {
      const facts = await readSignOut(readRequest(request), parts);
      const answer = answerSignOut(facts, antiForgery);
      for (const sessionId of answer.ended) endSignIn(sessionId, parts);
      return send(reply, answer, { parts, mayKeepOpener: facts.parameters.get('pocd') === '1' });
    },
  });
  refuseOtherMethods(app, { path, allowed: ['GET', 'POST'], config: { countedAs }, refuse: refuseMethodOfPage });
}

function endSignIn(sessionId: string, { sessions, issuer }: SignOutParts): void {
  const { codes, families } = issuer();
  sessions.end(sessionId);
  codes.endSignIn(sessionId);
  families.endSignIn(sessionId);
}

function readRequest(request: FastifyRequest): SignOutRequest {
  const { method, headers, params } = request;
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    tenantName: (params as { readonly tenant: string }).tenant,
    parameters: method === 'POST' ? (readFormText(request) ?? '') : readQueryText(request),
    cookieHeader: headers.cookie,
  };
}

function send(
  reply: FastifyReply,
  { shown, isOver }: SignOutAnswer,
  { parts, mayKeepOpener }: { readonly parts: SignOutParts; readonly mayKeepOpener: boolean },
): FastifyReply {
  if (isOver) reply.header('set-cookie', parts.sessions.expiredCookieLine);
  if ('page' in shown) return sendPage(reply, shown.page, { status: 200, mayKeepOpener });
  return (
    closeToOtherOrigins(reply)
      // See Other: a POST does not become one at the application. RFC 9700 section 4.12.
      .code(303)
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .header('location', shown.location)
      .send()
  );
}

// People read it here, so a refusal is a page; whatever else goes wrong is answered as everywhere.
function answerError(
  error: unknown,
  {
    request,
    reply,
    parts,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly parts: SignOutParts },
): FastifyReply {
  if (!(error instanceof TokenRefused)) throw error;
  const { code, mend, status } = error.row;
  const page = renderError({ code, text: error.text, mend, traceId: request.id, at: parts.clock() });
  return sendPage(reply, page, { status, mayKeepOpener: false });
}
