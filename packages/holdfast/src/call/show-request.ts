import { toPrintable, toPrintableJson } from '../terminal/printable.ts';
import { tell } from '../terminal/report.ts';

/** What the shown request is worth to others, by the scheme of its credential. */
const worth: Readonly<Record<string, string>> = {
  PoP: 'Whoever has this proof can send this one request until it is too old, in five minutes.',
  mtls_pop: 'It is good only on a connection that presents the certificate of the token.',
  Bearer: 'Whoever has this token can use it, for any request, until it expires.',
};

/**
 * Shows a request instead of sending it, as it would stand on the wire. It holds the token and, where it is signed, its proof.
 *
 * @param body - as it would be sent
 */
export function showRequest(request: Request, body: Uint8Array | undefined, json: boolean): void {
  const { method, url } = request;
  if (json) {
    const headers = [...request.headers];
    const text = body === undefined ? undefined : new TextDecoder().decode(body);
    process.stdout.write(`${toPrintableJson({ ok: true, method, url, headers, body: text })}\n`);
    return;
  }
  const [scheme = ''] = (request.headers.get('authorization') ?? '').split(' ');
  tell(`Not sent. ${worth[scheme] ?? worth['Bearer']}`);
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of request.headers) lines.push(`${name}: ${toPrintable(value)}`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
  if (body !== undefined) process.stdout.write(body);
}
