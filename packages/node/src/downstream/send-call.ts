import type { Bytes, Transport } from '@holdfast/core';
import { type BindingCertificate, createFetchTransport, SchemeUnavailable } from '@holdfast/oauth';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { MtlsPool, MtlsRequest } from '../mtls/mtls-pool.ts';
import type { CallAddress } from './build-address.ts';
import type { OutgoingCall } from './downstream-options.ts';
import { fromMtlsAnswer, fromMtlsResponse, fromResponse, type UnreadAnswer } from './sent-answers.ts';

/** One request, ready to go. */
export interface CallToSend {
  readonly address: CallAddress;
  readonly call: OutgoingCall;
  /** Absent for a call that sends a certificate and no token. */
  readonly authorization?: string | undefined;
  /** Presented, where there is one. */
  readonly certificate?: BindingCertificate | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether whoever asked reads all of the answer at once. */
  readonly isRead: boolean;
}

/** Sends one request on connections that fit it. */
export type CallSender = (send: CallToSend) => Promise<UnreadAnswer>;

/** What {@link createCallSender} needs. */
export interface CallSenderOptions {
  /** Absent for a client without certificates. */
  readonly pool: MtlsPool | undefined;
  readonly transport: Transport | undefined;
  readonly maxResponseBytes: number;
}

/** Makes the one place where calls leave: with a certificate on a connection that presents it, without one over the transport. */
export function createCallSender({ pool, transport, maxResponseBytes }: CallSenderOptions): CallSender {
  const plain = transport ?? createFetchTransport();
  return async ({ address, call, authorization, certificate, signal, isRead }) => {
    const headers = authorization === undefined ? call.headers : { ...call.headers, authorization };
    const { method, body } = call;
    if (certificate === undefined) {
      const request = new Request(address.href, {
        method,
        headers,
        redirect: 'manual',
        ...(body === undefined ? {} : { body: body as string | Bytes }),
        ...(signal === undefined ? {} : { signal }),
      });
      return fromResponse(await plain(request), maxResponseBytes);
    }
    // Never over the other way: a connection that presents nothing would carry what is bound to a certificate.
    if (pool === undefined) throw new SchemeUnavailable({ detail: 'mtls_pop' });
    const { origin, path } = address;
    const request: MtlsRequest = { origin, path, method: method as MtlsRequest['method'], headers, body, signal };
    const presented = certificate as ClientCertificate;
    if (isRead) return fromMtlsAnswer(await pool.ask(presented, request, maxResponseBytes));
    return fromMtlsResponse(await pool.request(presented, request), maxResponseBytes);
  };
}
