import { HoldfastError, type Transport } from '@holdfast/core';
import { type BoundFetchOptions, createBoundFetch, createFetchTransport, type TokenClient } from '@holdfast/oauth';
import { CallRefused } from '../errors/call-refused.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readInput, readTextInput } from '../reading/read-input.ts';
import type { Environment } from '../settings/env-text.ts';
import { findSettings } from '../settings/find-settings.ts';
import { reportRefusal, tell } from '../terminal/report.ts';
import { openClient, openTls } from '../token/open-client.ts';
import { type AskFlags, openKey, refusedSetting, requireScopes } from '../token/run-token.ts';
import { parseHeaderLine } from './header-lines.ts';
import { holdToken } from './held-token.ts';
import { showRequest } from './show-request.ts';
import { showResponse } from './show-response.ts';
import { type Narrator, narrateEvent, watchTransport } from './watch.ts';

/** What `holdfast call` was asked for. */
export interface CallFlags extends AskFlags {
  readonly method: string;
  readonly url: string;
  readonly header?: readonly string[] | undefined;
  readonly body?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly include?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Calls an API with a token and, where it is bound, a fresh proof; answers one nonce and one claims challenge.
 *
 * @returns the exit code: ok for an answer of 2xx, refused for every other answer
 */
export async function runCall(flags: CallFlags, environment: Environment): Promise<number> {
  const steps: string[] = [];
  const narrate: Narrator = (step) => {
    steps.push(step);
    if (flags.verbose === true) tell(`* ${step}`);
  };
  try {
    const request = await readRequest(flags);
    const source = await openSource(flags, { environment, narrate });
    try {
      const sent = await send(flags, { request, source, narrate });
      if (sent === undefined) return exitCodes.ok;
      await showResponse(sent, { include: flags.include === true, json: flags.json === true, steps });
      return sent.ok ? exitCodes.ok : exitCodes.refused;
    } finally {
      await source.close();
    }
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast call', json: flags.json === true });
  }
}

/** The request with no questions left. */
interface CallRequest {
  readonly url: URL;
  readonly init: RequestInit;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

const longestBody = 4 * 1024 * 1024;

async function readRequest({ method, url: address, header, body: file, maxTime }: CallFlags): Promise<CallRequest> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '')
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'URL must be an https address without user or fragment' });
  if (!/^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(method))
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'METHOD must be a word such as GET' });
  const body =
    file === undefined ? undefined : new Uint8Array(await readInput(file, { name: '--body', maxBytes: longestBody }));
  const signal = AbortSignal.timeout(maxTime * 1000);
  const headers = (header ?? []).map((line) => [...parseHeaderLine(line)] as [string, string]);
  return {
    url,
    body,
    init: { method: method.toUpperCase(), headers, signal, ...(body === undefined ? {} : { body }) },
  };
}

/** Where the token comes from. */
interface TokenSource {
  readonly client: BoundFetchOptions['client'];
  readonly scopes: readonly string[];
  readonly transport: Transport;
  close(): Promise<void>;
}

interface Surroundings {
  readonly environment: Environment;
  readonly narrate: Narrator;
}

async function openSource(flags: CallFlags, { environment, narrate }: Surroundings): Promise<TokenSource> {
  if (flags.tokenFile !== undefined) return openHeldToken(flags, narrate);
  const scopes = requireScopes(flags);
  const settings = await findSettings(flags, environment);
  const keyFile = await openKey(flags);
  const opened = await openClient({
    settings,
    key: keyFile?.key,
    algorithm: flags.alg,
    capabilities: flags.capability ?? [],
    timeoutMs: flags.maxTime * 1000,
    events: (event) => {
      const step = narrateEvent(event);
      if (step !== undefined) narrate(step);
    },
  });
  return { ...opened, scopes };
}

async function openHeldToken(flags: CallFlags, narrate: Narrator): Promise<TokenSource> {
  const { tokenFile = '-', ca } = flags;
  const accessToken = await readTextInput(tokenFile, { name: '--token-file', maxBytes: 65_536 });
  const keyFile = await openKey(flags);
  const isBearer = flags.scheme.toLowerCase() === 'bearer';
  const client: Pick<TokenClient, 'acquireTokenForClient' | 'signHttpRequest'> = await holdToken({
    accessToken,
    key: keyFile?.key,
    isBearer,
  });
  narrate(
    `token from ${tokenFile === '-' ? 'stdin' : 'a file'}, bound to ${keyFile?.key.thumbprint ?? 'nothing (bearer)'}`,
  );
  const tls = ca === undefined ? undefined : openTls(await readTextInput(ca, { name: '--ca', maxBytes: 1_048_576 }));
  const close = async (): Promise<void> => tls?.close();
  return { client, scopes: ['held'], transport: tls ?? createFetchTransport(), close };
}

interface Sending extends Pick<Surroundings, 'narrate'> {
  readonly request: CallRequest;
  readonly source: TokenSource;
}

async function send(flags: CallFlags, { request, source, narrate }: Sending): Promise<Response | undefined> {
  const { url, init, body } = request;
  let shown = false;
  // The same walk as a real call, up to the connection.
  const show: Transport = async (signed) => {
    showRequest(signed, body, flags.json === true);
    shown = true;
    return new Response(null, { status: 204 });
  };
  const boundFetch = readFlags(() =>
    createBoundFetch({
      client: source.client,
      scopes: source.scopes,
      authenticationScheme: flags.scheme,
      confirmation: flags.confirmation,
      origins: [url.origin],
      transport: flags.dryRun === true ? show : watchTransport(source.transport, narrate),
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
