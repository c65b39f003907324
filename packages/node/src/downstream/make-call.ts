import { encodeUtf8, type SignableRequest } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { BindingUnavailable, createExchanges } from '@holdfast/oauth';
import type { CallAddress } from './build-address.ts';
import { buildCall } from './build-call.ts';
import type { CallOptions, OutgoingCall } from './downstream-options.ts';
import type { DownstreamSettings } from './parse-options.ts';
import { createCallSender } from './send-call.ts';
import type { UnreadAnswer } from './sent-answers.ts';

/** What one call says for itself. */
export type OwnCallOptions = CallOptions & { readonly input?: unknown };

/** Which call it is. */
export interface CallName {
  readonly method: string;
  readonly relativePath: string;
  /** Whether all of the answer is read at once. */
  readonly isRead: boolean;
}

/** Makes one call, and gives its answer whatever its status. */
export type Caller = (name: CallName, own: OwnCallOptions) => Promise<UnreadAnswer>;

/** What a call says that says nothing; it is known by itself and costs no look. */
export const noOptions: { readonly [name: string]: never } = Object.freeze({});

/** Makes the way of a call: its address, its request, its token, its connection; or, where an API wants no token, only the certificate. */
export function createCaller(settings: DownstreamSettings): Caller {
  const { client, scheme, addressOf, tokenBinding, defaults } = settings;
  const send = createCallSender(settings);
  const exchange = createExchanges({
    client,
    scheme,
    allowUnboundFallback: tokenBinding.allowUnboundFallback === true,
  });
  const { bindingCertificate } = tokenBinding;
  return async ({ method, relativePath, isRead }, own) => {
    const merged: OwnCallOptions = own === noOptions ? defaults : { ...defaults, ...checkCallOptions(own) };
    const address = addressOf(relativePath, merged.extraQueryParameters);
    const built = buildCall({ method, href: address.href, input: own.input, options: merged });
    const call = 'then' in built ? await built : built;
    const { signal } = merged;
    if (settings.clientCertificateOnly) {
      const certificate = await client.currentCertificate?.({ bindingCertificate, signal });
      if (certificate === undefined) throw new BindingUnavailable();
      return send({ address, call, certificate, signal, isRead });
    }
    return exchange<UnreadAnswer>({
      origin: address.origin,
      signable: signableOf(call, address),
      signHeaders: call.body === undefined ? [] : ['content-type'],
      tokenRequest: {
        ...merged.acquireTokenOptions,
        ...tokenBinding,
        scopes: merged.scopes ?? [],
        authenticationScheme: scheme,
        signal,
      },
      send: (authorization, token) =>
        send({ address, call, authorization, certificate: token.bindingCertificate, signal, isRead }),
      discard: (answer) => answer.discard(),
    });
  };
}

const callOptionNames: ReadonlySet<string> = new Set<keyof OwnCallOptions>([
  'scopes',
  'acquireTokenOptions',
  'acceptHeader',
  'contentType',
  'extraHeaderParameters',
  'extraQueryParameters',
  'customizeHttpRequest',
  'serialize',
  'signal',
  'input',
]);

// What is misspelt, or not a call's to say, would be ignored without anybody noticing.
function checkCallOptions(options: OwnCallOptions): OwnCallOptions {
  checkOptionNames(options, callOptionNames);
  return options;
}

function signableOf(call: OutgoingCall, address: CallAddress): SignableRequest {
  const body = typeof call.body === 'string' ? encodeUtf8(call.body) : call.body;
  const isEmpty = body === undefined || body.length === 0;
  const headers = call.body === undefined ? [] : Object.entries(call.headers);
  return { method: call.method, url: address.href, headers, body: isEmpty ? undefined : Uint8Array.from(body) };
}
