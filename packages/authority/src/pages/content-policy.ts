import { createHash } from 'node:crypto';

/** What a page may do beyond showing itself. */
export interface PageRights {
  /** Text of its style element. */
  readonly style: string;
  /** Text of its script element, where it has one. */
  readonly script?: string | undefined;
  /** Whether its forms come back to this origin. */
  readonly ownForms: boolean;
  /** Where the answer to one of its forms may lead. */
  readonly redirectUri?: string | undefined;
}

/**
 * Writes the policy of a page: nothing is loaded but the icon that it holds, nothing is framed, the style and the script are known by hash, and forms go here and to
 * one redirect address, or on loopback to its host.
 *
 * That address is part of it, because browsers apply `form-action` to every redirect that follows a form.
 *
 * @see CSP 3 sections 6.1 and 6.4
 */
export function buildContentPolicy({ style, script, ownForms, redirectUri }: PageRights): string {
  const targets = [...(ownForms ? ["'self'"] : []), ...(redirectUri === undefined ? [] : formSources(redirectUri))];
  return [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    'img-src data:',
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    `form-action ${targets.length === 0 ? "'none'" : targets.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

// Chromium applies this to whatever the application redirects to in turn, and on a laptop that is often another port: the callback of a server,
// then the page of a development server. Elsewhere it is one origin.
function formSources(redirectUri: string): readonly string[] {
  const { origin, hostname, protocol } = new URL(redirectUri);
  // The grammar of CSP has no IPv6 address: one in brackets names nothing, and the scheme is the closest that does.
  if (hostname.startsWith('[')) return [protocol];
  return isLoopback(hostname) ? [`http://${hostname}:*`, `https://${hostname}:*`] : [origin];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname.endsWith('.localhost');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
