import { createDeadline, type Transport } from '@holdfast/core';

/** The platform's own transport, used when none is given. */
export const platformTransport: Transport = (request) => fetch(request);

const timeoutMs = 10_000;

/** Asks for a JWK Set and reads the answer before the deadline. A redirect is not followed: it would name keys nobody configured. */
export async function sendJwksRequest<T>(
  uri: string,
  transport: Transport,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const deadline = createDeadline(timeoutMs);
  try {
    const headers = { accept: 'application/jwk-set+json, application/json' };
    return await read(await transport(new Request(uri, { headers, redirect: 'manual', signal: deadline.signal })));
  } finally {
    deadline.clear();
  }
}
