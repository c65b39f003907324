import { HoldfastError, type Transport } from '@holdfast/core';
import { type BindingCertificate, createBoundFetch } from '@holdfast/oauth';
import { CallRefused } from '../errors/call-refused.ts';
import { refusedSetting } from '../token/ask-flags.ts';
import type { CallFlags } from './call-flags.ts';
import { type CallRequest, longestBody } from './read-request.ts';
import { showRequest } from './show-request.ts';
import type { TokenSource } from './token-source.ts';
import { type Narrator, watchTransport } from './watch.ts';

/** What is sent, with which token, and who is told. */
export interface Sending {
  readonly request: CallRequest;
  readonly source: TokenSource;
  readonly narrate: Narrator;
}

/**
 * Sends the request with its token; with `--dry-run` it is shown instead.
 *
 * @returns the answer; undefined where nothing was sent
 * @throws {@link CallRefused} `ERR_CALL_TIMEOUT`, `ERR_CALL_UNREACHABLE`; and what the client refuses
 */
export async function sendCall(flags: CallFlags, { request, source, narrate }: Sending): Promise<Response | undefined> {
  const { url, init, body } = request;
  let shown = false;
  // The same walk as a real call, up to the connection.
  const show: Transport = async (signed) => {
    showRequest(signed, body, flags.json === true);
    shown = true;
    return new Response(null, { status: 204 });
  };
  const travel = (transport: Transport, certificate?: BindingCertificate): Transport =>
    flags.dryRun === true ? show : watchTransport(transport, { tell: narrate, certificate });
  const { client, scopes, transport } = source;
  const { presentCertificate } = client;
  const presenting = presentCertificate && {
    presentCertificate: (certificate: BindingCertificate) => travel(presentCertificate(certificate), certificate),
  };
  const boundFetch = readFlags(() =>
    createBoundFetch({
      client: { ...client, ...presenting },
      scopes,
      authenticationScheme: flags.scheme,
      confirmation: flags.confirmation,
      origins: [url.origin],
      transport: transport && travel(transport),
      maxBodyBytes: longestBody,
    }),
  );
  try {
    const response = await boundFetch(url, init);
    return shown ? undefined : response;
  } catch (error) {
    throw describeFailure(error);
  }
}

function readFlags<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refusedSetting(error);
  }
}

function describeFailure(error: unknown): unknown {
  if (error instanceof HoldfastError) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return new CallRefused('ERR_CALL_TIMEOUT');
  // What fetch throws for everything that went wrong on the way; the reason is a word of the system.
  const cause = error instanceof TypeError ? error.cause : undefined;
  if (cause === undefined) return refusedSetting(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new CallRefused('ERR_CALL_UNREACHABLE', { detail: code, cause: error });
}
