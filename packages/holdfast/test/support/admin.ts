import type { RevocationEntry } from '@holdfast/resource';
import type { ReadyLine } from './holdfast-process.ts';

/** A fault as `POST /faults` takes it. */
export interface Fault {
  readonly service?: 'sts' | 'mtls-sts' | 'imds' | 'app-service' | 'mits';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is. */
  readonly body?: unknown;
  readonly match?: { readonly path?: string; readonly method?: string; readonly body?: string };
  readonly delayMs?: number;
  readonly reset?: boolean;
  readonly times?: number;
}

/** What the authority counted. */
export interface Counts {
  readonly token: number;
  readonly discovery: number;
  readonly keys: number;
}

/** The admin service of a running `holdfast up`, as a test uses it. */
export interface Admin {
  counts(): Promise<Counts>;
  /** Token requests to one service so far; those of `mits` are counted where it asks in the name of an identity. */
  tokenRequests(service: 'imds' | 'app-service' | 'mits' | 'sts'): Promise<number>;
  /** Injects a fault into the STS, into token requests unless the fault says otherwise. */
  fault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Revokes tokens of one kind, `{ identity: 'system' }`, and gives the entry. */
  revoke(what: object): Promise<RevocationEntry>;
  /** Opens the stream of events. */
  events(signal?: AbortSignal): Promise<AsyncGenerator<Readonly<Record<string, unknown>>>>;
  request(path: string, init?: RequestInit): Promise<Response>;
}

const tokenPath = '/oauth2/v2.0/token';

export function createAdmin({ admin, adminKey }: Pick<ReadyLine, 'admin' | 'adminKey'>): Admin {
  const request = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${admin}${path}`, { ...init, headers: { authorization: `Bearer ${adminKey}`, ...init.headers } });
  const post = (path: string, body: object): Promise<Response> =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const expect = async (status: number, response: Response): Promise<void> => {
    const text = await response.text();
    if (response.status !== status) throw new Error(`the admin service answered ${response.status}: ${text}`);
  };
  return {
    request,
    async counts() {
      const { services } = (await (await request('/counters')).json()) as {
        readonly services: { readonly sts?: Readonly<Record<string, number>> };
      };
      const count = (route: string): number => services.sts?.[route] ?? 0;
      return {
        token: count(`POST /{tenant}${tokenPath}`),
        discovery: count('GET /{tenant}/v2.0/.well-known/openid-configuration'),
        keys: count('GET /{tenant}/discovery/v2.0/keys'),
      };
    },
    async tokenRequests(service) {
      const counted = service === 'imds' || service === 'app-service' ? [service] : ['sts', 'mtls-sts'];
      const { services } = (await (await request('/counters')).json()) as {
        readonly services: Readonly<Record<string, Readonly<Record<string, number>>>>;
      };
      const routes = counted.flatMap((name) => Object.entries(services[name] ?? {}));
      return routes.filter(([route]) => route.endsWith('/token')).reduce((sum, [, count]) => sum + count, 0);
    },
    async fault(fault) {
      await expect(201, await post('/faults', { service: 'sts', match: { path: tokenPath }, ...fault }));
    },
    async revoke(what) {
      const response = await post('/revoke', what);
      if (response.status !== 201) await expect(201, response);
      const entry = (await response.json()) as RevocationEntry;
      // The sample API hears of it over a connection of its own, before the process answers again; and once more, for good measure.
      for (let turn = 0; turn < 2; turn += 1) await (await request('/counters')).body?.cancel();
      return entry;
    },
    clearFaults: async () => expect(204, await request('/faults', { method: 'DELETE' })),
    async events(signal) {
      const response = await request('/events', signal === undefined ? {} : { signal });
      return readEvents(response);
    },
  };
}

async function* readEvents(response: Response): AsyncGenerator<Readonly<Record<string, unknown>>> {
  if (response.body === null) return;
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length)) as Record<string, unknown>;
    }
  }
}
