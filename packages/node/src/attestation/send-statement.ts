import type { Transport } from '@holdfast/core';
import type { AttestationMessage } from './build-statement.ts';

/** How a statement is sent. */
export interface SendOptions {
  /** @default `fetch` */
  readonly transport: Transport | undefined;
  readonly signal: AbortSignal;
}

/** Sends a statement and gives whatever comes; redirects are not followed. */
export function sendStatement({ url, body }: AttestationMessage, options: SendOptions): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal: options.signal });
  return options.transport === undefined ? fetch(request) : options.transport(request);
}
