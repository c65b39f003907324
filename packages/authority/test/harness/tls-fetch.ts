import { Agent, request as httpsRequest } from 'node:https';

/** A `fetch` that trusts one CA and no other: the real TLS path, without touching the process. With an identity it presents that. */
export function createTlsFetch(
  caPem: string,
  identity?: { readonly certPem: string; readonly keyPem: string },
): typeof fetch & { close(): void } {
  const own = identity === undefined ? {} : { cert: identity.certPem, key: identity.keyPem };
  const agent = new Agent({ ca: caPem, keepAlive: true, ...own });
  const tlsFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        request.url,
        {
          agent,
          method: request.method,
          // Node would otherwise take the name to check from a Host header that a test makes up.
          ...serverName(new URL(request.url).hostname),
          headers: {
            ...Object.fromEntries(request.headers),
            ...(body === undefined ? {} : { 'content-length': body.length }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const status = incoming.statusCode ?? 0;
            const headers = new Headers();
            for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
              headers.append(incoming.rawHeaders[index]!, incoming.rawHeaders[index + 1]!);
            }
            resolve(new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  };
  return Object.assign(tlsFetch, { close: () => agent.destroy() });
}

// RFC 6066 section 3 leaves addresses out of the server name.
function serverName(hostname: string): { servername?: string } {
  return hostname === 'localhost' ? { servername: hostname } : {};
}
