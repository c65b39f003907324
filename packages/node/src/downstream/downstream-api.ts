import type { CallOptions, DownstreamApiOptions } from './downstream-options.ts';
import { createCaller, noOptions } from './make-call.ts';
import { parseDownstreamOptions } from './parse-options.ts';
import { type Deserializer, readAnswer } from './read-answer.ts';
import type { UnreadAnswer } from './sent-answers.ts';

/** What a call that reads its answer may say for itself. */
export interface ReadingCallOptions<T> extends CallOptions {
  /** Reads the answer of a success. @default JSON is parsed, text is text, and nothing is undefined */
  readonly deserialize?: Deserializer<T> | undefined;
}

/** What `call` may say for itself. */
export interface AnyCallOptions extends CallOptions {
  /** Path below `baseUrl`. @default that of the API's options */
  readonly relativePath?: string | undefined;
  /** Any method. @default that of the API's options */
  readonly httpMethod?: string | undefined;
  /** The body; `serialize` writes it. @default none */
  readonly input?: unknown;
}

/**
 * An API behind a token. Every method throws what acquiring a token throws, and what is said at {@link createDownstreamApi}.
 */
export interface DownstreamApi {
  /** Reads something. */
  get<T = unknown>(relativePath?: string, options?: ReadingCallOptions<T>): Promise<T>;
  /** Deletes something. */
  delete<T = unknown>(relativePath?: string, options?: ReadingCallOptions<T>): Promise<T>;
  /** Sends an input, and reads what comes back. */
  post<T = unknown>(relativePath: string, input: unknown, options?: ReadingCallOptions<T>): Promise<T>;
  /** Sends an input, and reads what comes back. */
  put<T = unknown>(relativePath: string, input: unknown, options?: ReadingCallOptions<T>): Promise<T>;
  /** Sends an input, and reads what comes back. */
  patch<T = unknown>(relativePath: string, input: unknown, options?: ReadingCallOptions<T>): Promise<T>;
  /** Makes a call with any method, and gives its answer whatever its status; its body is bounded and read once. */
  call(options?: AnyCallOptions): Promise<UnreadAnswer>;
}

/**
 * Makes an API out of an address, a client and the way its tokens are bound. `tokenBinding: { certificate }` is all that it takes to bind
 * them to a certificate: tokens are asked for over mutual TLS, checked against it, and sent on connections that present it and no other.
 *
 * Calls stay below `baseUrl`; redirects are not followed; one nonce challenge and one claims challenge are answered, the second with the
 * certificate of that moment. Nothing weaker than `protocolScheme` is sent, and no call can override it, `tokenBinding` or `baseUrl`.
 *
 * Not checked: that an answer is of the type that the caller names; `deserialize` can.
 *
 * @throws TypeError for a wrong or unknown option
 * @throws {@link SchemeUnknown}, {@link SchemeContradicted}, {@link SchemeUnavailable} for a scheme that is not known, or does not fit the other options or
 * the client
 * @throws from its methods: {@link DownstreamFailed} when the API does not do what it was asked, {@link DownstreamRefused} for a call that cannot
 * be sent as it is or an answer that cannot be read, {@link MtlsFailed} when there is none, {@link CertificateInvalid} for a certificate that must not be used now
 * @see RFC 8705 section 3; draft-ietf-oauth-signed-http-request-03
 *
 * @example
 * ```ts
 * import { createConfidentialClient, createDownstreamApi } from '@holdfast/node';
 * import { createCertificateFile } from '@holdfast/node/mtls';
 *
 * const client = createConfidentialClient({
 *   authority: 'https://login.microsoftonline.com/contoso.example',
 *   clientId: '11111111-2222-4333-8444-555555555555',
 *   clientSecret: 'from your configuration',
 * });
 * const certificate = createCertificateFile({ certificateFile: 'client.pem', keyFile: 'client.key' });
 *
 * const orders = createDownstreamApi({
 *   client,
 *   baseUrl: 'https://api.example/v1',
 *   scopes: ['api://orders/.default'],
 *   tokenBinding: { certificate },
 * });
 * const { id } = await orders.post<{ readonly id: number }>('orders', { total: 12.5 });
 * console.log(await orders.get(`orders/${id}`));
 * ```
 */
export function createDownstreamApi(options: DownstreamApiOptions): DownstreamApi {
  const settings = parseDownstreamOptions(options);
  const run = createCaller(settings);
  const read = async <T>(method: string, relativePath: string, own: ReadingCallOptions<T> & { input?: unknown }) => {
    const { deserialize, ...call } = own;
    const name = { method, relativePath, isRead: true };
    return readAnswer<T>(await run(name, own === noOptions ? noOptions : call), deserialize);
  };

  const path = settings.relativePath;
  return Object.freeze({
    get: <T>(relativePath = path, own: ReadingCallOptions<T> = noOptions) => read<T>('GET', relativePath, own),
    delete: <T>(relativePath = path, own: ReadingCallOptions<T> = noOptions) => read<T>('DELETE', relativePath, own),
    post: <T>(relativePath: string, input: unknown, own?: ReadingCallOptions<T>) =>
      read<T>('POST', relativePath, { ...own, input }),
    put: <T>(relativePath: string, input: unknown, own?: ReadingCallOptions<T>) =>
      read<T>('PUT', relativePath, { ...own, input }),
    patch: <T>(relativePath: string, input: unknown, own?: ReadingCallOptions<T>) =>
      read<T>('PATCH', relativePath, { ...own, input }),
    call: ({ relativePath = path, httpMethod = settings.httpMethod, ...own }: AnyCallOptions = {}) =>
      run({ method: httpMethod.toUpperCase(), relativePath, isRead: false }, own),
  });
}
