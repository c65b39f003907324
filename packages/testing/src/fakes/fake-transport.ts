import type { Transport } from '@holdfast/core';

/** What a fake transport was asked to send. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The body as text; empty when there was none. */
  readonly body: string;
  /** The body read as `application/x-www-form-urlencoded`. */
  readonly form: URLSearchParams;
  /** The request itself; its body has been read. */
  readonly request: Request;
}

/** A scripted reply in plain words. */
export interface FakeReply {
  /** HTTP status; 200 unless told. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[] | undefined;
  /** Sent as JSON with its content type. */
  readonly json?: unknown;
  /** Sent as it is, when there is no `json`. */
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  /** The reply is held back until this settles, or until the request is aborted. */
  readonly after?: Promise<unknown> | undefined;
  /** Instead of a reply, the transport rejects with this: a broken connection. */
  readonly fail?: Error | undefined;
}

/** A reply, or a function that makes one from what was asked. */
export type ScriptedReply =
  | FakeReply
  | ((request: RecordedRequest) => FakeReply | Response | Promise<FakeReply | Response>);

/**
 * Replies by `METHOD origin/path` (the query is ignored), or `*` for everything else.
 *
 * One reply is given every time; a list is given in order and then used up.
 */
export type FakeRoutes = Readonly<Record<string, ScriptedReply | readonly ScriptedReply[]>>;

/** A {@link Transport} that answers from a script and remembers what it was asked. */
export interface FakeTransport extends Transport {
  /** Every request so far, in order, refused ones included. */
  readonly requests: readonly RecordedRequest[];
  /** The requests to one route, by the key it has in the script. */
  requestsTo(route: string): readonly RecordedRequest[];
}

/**
 * Makes a transport for tests. A request that no route answers rejects with an `Error` that names method and URL.
 *
 * @param routes - what to answer
 *
 * @example
 * ```ts
 * import { createFakeTransport, createGate } from '@holdfast/testing';
 *
 * const gate = createGate();
 * const transport = createFakeTransport({
 *   'POST https://login.example/token': [{ status: 503 }, { json: { access_token: 'a' }, after: gate.opened }],
 *   'GET https://api.example/orders': (request) => ({ json: { authorization: request.headers.get('authorization') } }),
 * });
 * ```
 */
export function createFakeTransport(routes: FakeRoutes): FakeTransport {
  const requests: RecordedRequest[] = [];
  const given = new Map<string, number>();

  const pick = (recorded: RecordedRequest): ScriptedReply => {
    const route = routeOf(recorded);
    const key = Object.hasOwn(routes, route) ? route : '*';
    const script = routes[key];
    if (script === undefined) throw new Error(`fake transport: nothing answers ${route}`);
    if (!isList(script)) return script;
    const turn = given.get(key) ?? 0;
    given.set(key, turn + 1);
    const reply = script[turn];
    if (reply === undefined) throw new Error(`fake transport: all ${script.length} replies of ${key} are used up`);
    return reply;
  };

  const send = async (request: Request): Promise<Response> => {
    request.signal.throwIfAborted();
    const recorded = await record(request);
    requests.push(recorded);
    const scripted = pick(recorded);
    const reply = typeof scripted === 'function' ? await unlessAborted(scripted(recorded), request.signal) : scripted;
    if (reply instanceof Response) return reply;
    if (reply.after !== undefined) await unlessAborted(reply.after, request.signal);
    if (reply.fail !== undefined) throw reply.fail;
    return respond(reply);
  };

  return Object.assign(send, {
    requests,
    requestsTo: (route: string) => requests.filter((recorded) => routeOf(recorded) === route),
  });
}

function isList(script: ScriptedReply | readonly ScriptedReply[]): script is readonly ScriptedReply[] {
  return Array.isArray(script);
}

function routeOf(recorded: RecordedRequest): string {
  return `${recorded.method} ${recorded.url.origin}${recorded.url.pathname}`;
}

async function record(request: Request): Promise<RecordedRequest> {
  const body = await request.text();
  return {
    method: request.method,
    url: new URL(request.url),
    headers: new Headers(request.headers),
    body,
    form: new URLSearchParams(body),
    request,
  };
}

function unlessAborted<T>(work: T | Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

function respond(reply: FakeReply): Response {
  const headers = new Headers(reply.headers as HeadersInit | undefined);
  if (reply.json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const body = reply.json === undefined ? (reply.body ?? null) : JSON.stringify(reply.json);
  return new Response(body, { status: reply.status ?? 200, headers });
}
