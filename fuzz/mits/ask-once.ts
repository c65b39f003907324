import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** What Node tells a listener about a request, as far as the token service looks at it. */
export interface BareRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
}

/** Calls a listener without a connection: Node's own parser would refuse most of what is thrown at it. */
export function askOnce(listener: RequestListener, request: BareRequest): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    let status = 0;
    const response = {
      writeHead: (code: number) => {
        status = code;
      },
      end: (body: string) => resolve({ status, body }),
    };
    listener({ ...request, headers: {} } as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
}
