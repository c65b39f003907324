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
 * Writes the policy of a page: nothing is loaded, nothing is framed, the style and the script are known by hash, and forms go here and to
 * one redirect address.
 *
 * The origin of that address is part of it, because browsers apply `form-action` to every redirect that follows a form.
 *
 * @see CSP 3 sections 6.1 and 6.4
 */
export function buildContentPolicy({ style, script, ownForms, redirectUri }: PageRights): string {
  const targets = [...(ownForms ? ["'self'"] : []), ...(redirectUri === undefined ? [] : [formSource(redirectUri)])];
  return [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    `form-action ${targets.length === 0 ? "'none'" : targets.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

// The grammar of CSP has no IPv6 address: one in brackets names nothing, and the scheme is the closest that does.
function formSource(redirectUri: string): string {
  const { origin, hostname, protocol } = new URL(redirectUri);
  return hostname.startsWith('[') ? protocol : origin;
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
