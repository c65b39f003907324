import type { Transport } from '@holdfast/core';
import type { CapturedRequest } from './loot.ts';

/** A wire-tap between the honest client and its servers. */
export interface Tap {
  readonly transport: Transport;
  /** A transport of the client's own, tapped too; `certificate`, PEM, is what its connections present. */
  around(inner: Transport, certificate: string): Transport;
  /** Runs an honest call that reaches its server, and gives the last request that was sent on the way. */
  record(call: () => Promise<unknown>): Promise<CapturedRequest>;
  /** Runs an honest call whose request is taken off the wire: the server never sees it. */
  intercept(call: () => Promise<unknown>): Promise<CapturedRequest>;
}

/** Creates a tap around a transport. */
export function createTap(inner: Transport): Tap {
  let seen: CapturedRequest | undefined;
  let holdBack = false;

  const around =
    (reached: Transport, certificate?: string): Transport =>
    async (request) => {
      seen = { ...(await capture(request.clone())), certificate };
      if (holdBack) throw new Error('the request was taken off the wire');
      return reached(request);
    };

  return {
    transport: around(inner),
    around,
    async record(call) {
      seen = undefined;
      await call();
      return taken(seen);
    },
    async intercept(call) {
      seen = undefined;
      holdBack = true;
      // The honest client sees a broken connection.
      await call().catch(() => undefined);
      holdBack = false;
      return taken(seen);
    },
  };
}

async function capture(request: Request): Promise<CapturedRequest> {
  const body = Buffer.from(await request.arrayBuffer());
  return {
    method: request.method,
    url: request.url,
    headers: [...request.headers],
    ...(body.length === 0 ? {} : { body: body.toString('base64') }),
  };
}

function taken(seen: CapturedRequest | undefined): CapturedRequest {
  if (seen === undefined) throw new Error('The honest call sent nothing, so there is nothing to steal.');
  return seen;
}
