import type { Transport } from '@holdfast/core';
import { platformTransport } from '../issuers/send-jwks-request.ts';

/**
 * Chooses how the admin service is reached where the caller does not say: over plain http, which is loopback, directly.
 *
 * The `fetch` of Node obeys `NODE_USE_ENV_PROXY`. A proxy would be handed the admin key, and could answer with a stream that revokes nobody.
 * Over https it only passes bytes on.
 *
 * @param url - of the stream
 */
export function chooseTransport(url: string): Transport {
  return new URL(url).protocol === 'http:' ? (createDirectTransport() ?? platformTransport) : platformTransport;
}

// Asked for like this, so that a bundle for another runtime does not look for modules of Node.
function createDirectTransport(): Transport | undefined {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> | undefined };
  if (process?.release?.name !== 'node') return undefined;
  const http = process.getBuiltinModule?.('node:http');
  const { Readable } = process.getBuiltinModule?.('node:stream') ?? {};
  if (http === undefined || Readable === undefined) return undefined;
  return ({ url, headers, signal }) =>
    new Promise((resolve, reject) => {
      // An agent of its own: the one that requests share may lead to the proxy.
      const agent = new http.Agent();
      const request = http.request(url, { agent, headers: Object.fromEntries(headers), signal }, (answer) => {
        const { statusCode: status = 0, rawHeaders } = answer;
        const pairs = rawHeaders.flatMap((name, index): [string, string][] =>
          index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
        );
        try {
          const isBodiless = status === 204 || status === 205 || status === 304;
          const body = isBodiless ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array<ArrayBuffer>>);
          resolve(new Response(body, { status, headers: pairs }));
        } catch (cause) {
          // A status that no Response has.
          answer.destroy();
          reject(cause);
        }
      });
      request.on('error', reject);
      // Without an answer and without an error: another protocol was agreed to.
      request.on('close', () => reject(new TypeError('the connection ended without an answer')));
      request.end();
    });
}
