import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { buildFailureResponse, fromNodeRequest } from '@holdfast/resource';
import { corsHeaders, type HeaderLines, preflightHeaders } from './cors.ts';
import type { Guards } from './guards.ts';
import { createOrders } from './orders.ts';
import { readBody } from './read-body.ts';
import { type Answer, problem, routes } from './routes.ts';

const largestBody = 65_536;

/**
 * Creates the request listener of the sample API: a shop whose orders need a bound token.
 *
 * @param guards - without them, while the services start, every route answers 503
 */
export function createSampleApi(guards: Guards | undefined): RequestListener {
  const orders = createOrders();

  async function visit(request: IncomingMessage): Promise<{ readonly answer: Answer; readonly headers: HeaderLines }> {
    if (guards === undefined) return { answer: problem(503, 'not ready yet'), headers: [] };
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const rows = routes.filter((route) => route.pattern.test(path));
    if (rows.length === 0) return { answer: problem(404, 'no such route'), headers: [] };
    const route = rows.find((row) => row.method === request.method);
    const allowed = rows.map((row) => row.method).join(', ');
    if (route === undefined) return { answer: problem(405, `use ${allowed}`), headers: [['Allow', allowed]] };
    const body = await readBody(request, largestBody);
    if (body === undefined) return { answer: problem(413, 'the body is too long'), headers: [['Connection', 'close']] };
    const incoming = fromNodeRequest(request, body);
    const caller = await guards[route.guard](incoming, route.requirements);
    const captured = route.pattern.exec(path)?.slice(1) ?? [];
    return { answer: route.answer({ incoming, caller, orders, captured }), headers: caller.headers };
  }

  return (request, response) => {
    if (request.method === 'OPTIONS') return send(response, 204, { headers: preflightHeaders, body: '' });
    visit(request).then(
      ({ answer, headers }) => {
        const common: HeaderLines = [
          ['Content-Type', 'application/json'],
          ['Cache-Control', 'no-store'],
        ];
        send(response, answer.status, {
          headers: [...corsHeaders, ...common, ...headers],
          body: JSON.stringify(answer.body),
        });
      },
      (failure: unknown) => {
        const { status, headers, body } = buildFailureResponse(failure);
        send(response, status, { headers: [...corsHeaders, ...headers], body });
      },
    );
  };
}

function send(
  response: ServerResponse,
  status: number,
  message: { readonly headers: HeaderLines; readonly body: string },
): void {
  if (response.destroyed) return;
  for (const [name, value] of message.headers) response.appendHeader(name, value);
  response.writeHead(status).end(message.body);
}
