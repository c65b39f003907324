/** One request as it went out, and the status of its answer. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** The header as the network saw it. */
  readonly authorization: string;
  readonly status: number;
}

const watchers = new Set<(sent: Sent) => void>();

/**
 * `fetch`, looked at from outside: this example shows what goes over the wire, and lets a thief have it. A page of your own leaves the option
 * `transport` out.
 */
export async function watchedTransport(request: Request): Promise<Response> {
  const { method, url } = request;
  const authorization = request.headers.get('authorization') ?? '';
  const response = await fetch(request);
  for (const watcher of watchers) watcher({ method, url, authorization, status: response.status });
  return response;
}

/** Collects what is sent while `work` is done. */
export async function watch<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly sent: readonly Sent[] }> {
  const sent: Sent[] = [];
  const watcher = (one: Sent): void => void sent.push(one);
  watchers.add(watcher);
  try {
    return { result: await work(), sent };
  } finally {
    watchers.delete(watcher);
  }
}
