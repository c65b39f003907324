import { findChallenge, parseAuthenticationInfo, parseWwwAuthenticate, type Transport } from '@holdfast/core';
import type { BindingCertificate, ClientEvent, TokenSubject } from '@holdfast/oauth';

/** Told what happens, in words, without a secret. */
export type Narrator = (step: string) => void;

/** Words for what the client does; events hold no secrets. */
export function narrateEvent(event: ClientEvent): string | undefined {
  switch (event.name) {
    case 'token.acquired':
      return `token ${sources[event.source]}, ${describeBinding(event)}, ${Math.round(event.tookMs)} ms`;
    case 'token.failed':
      return `no token: ${event.code}`;
    default:
      return undefined;
  }
}

const sources: Readonly<Record<string, string>> = {
  cache: 'from the cache',
  network: 'from the authority',
  shared: 'from a request that was under way',
  store: 'from a store',
};

function describeBinding({ scheme, bindingThumbprint }: TokenSubject): string {
  if (bindingThumbprint === undefined) return 'bound to nothing (bearer)';
  return `bound to ${scheme === 'mtls_pop' ? 'certificate ' : ''}${bindingThumbprint}`;
}

/** Who is told, and what the connections present. */
export interface WatchOptions {
  readonly tell: Narrator;
  readonly certificate?: BindingCertificate | undefined;
}

/** Makes a transport that tells what it sends and what comes back. Of the credential it tells the scheme and the length. */
export function watchTransport(transport: Transport, { tell, certificate }: WatchOptions): Transport {
  return async (request) => {
    tell(describeCredential(request, certificate));
    tell(`→ ${request.method} ${request.url}`);
    const response = await transport(request);
    tell(`← ${response.status}${response.statusText === '' ? '' : ` ${response.statusText}`}`);
    for (const step of describeAnswer(response)) tell(step);
    return response;
  };
}

function describeCredential(request: Request, certificate: BindingCertificate | undefined): string {
  const [scheme = '', value = ''] = (request.headers.get('authorization') ?? '').split(' ');
  if (certificate !== undefined) {
    const presents = `on a connection that presents certificate ${certificate.x5tS256}`;
    return `sent as ${scheme} ${presents}; the request itself is not signed (${value.length} characters, not shown)`;
  }
  if (scheme !== 'PoP') return `sent as ${scheme}: nothing proves who sends it (${value.length} characters, not shown)`;
  const covered = request.body === null ? 'method, host, path and query' : 'method, host, path, query and body';
  return `proof signed over ${covered} (${value.length} characters, not shown)`;
}

function describeAnswer(response: Response): readonly string[] {
  const steps: string[] = [];
  if (response.status === 401) steps.push(...describeChallenge(response.headers.get('www-authenticate')));
  if (readQuietly(() => parseAuthenticationInfo(response.headers.get('authentication-info') ?? '')?.has('nextnonce'))) {
    steps.push('the API gave the nonce for the next request');
  }
  return steps;
}

function describeChallenge(value: string | null): readonly string[] {
  const challenges = readQuietly(() => parseWwwAuthenticate(value ?? '')) ?? [];
  const steps: string[] = [];
  if (findChallenge(challenges, 'pop')?.params.has('nonce'))
    steps.push('challenge: the API asks for a nonce; the proof is signed again with it, once');
  if (challenges.some(({ params }) => params.has('claims')))
    steps.push('challenge: the API asks for other claims; a token with them is asked for, once');
  const error = challenges.map(({ params }) => params.get('error_description') ?? params.get('error')).find(Boolean);
  if (error !== undefined) steps.push(`the API says: ${error}`);
  return steps;
}

function readQuietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
