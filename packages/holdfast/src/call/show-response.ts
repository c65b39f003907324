import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encodeBase64, readBoundedBody } from '@holdfast/core';
import { CallRefused } from '../errors/call-refused.ts';
import { toPrintable, toPrintableJson, toPrintableLines } from '../terminal/printable.ts';
import { tell } from '../terminal/report.ts';
import { createStyle } from '../terminal/style.ts';

const mostOnTerminal = 1024 * 1024;
const mostInJson = 8 * 1024 * 1024;

/** How an answer is shown. */
export interface ShowOptions {
  readonly include: boolean;
  readonly json: boolean;
  /** What happened on the way, for `json`. */
  readonly steps: readonly string[];
}

/**
 * Shows an answer: the body byte for byte where stdout is a file or a pipe, and without controls where it is a terminal.
 *
 * @throws {@link CallRefused} `ERR_CALL_BODY_TOO_LARGE`, with `json` only
 */
export async function showResponse(response: Response, { include, json, steps }: ShowOptions): Promise<void> {
  if (json) return writeJson(response, steps);
  const { quiet, good, bad } = createStyle(process.stderr);
  const status = toPrintable(`${response.status} ${response.statusText}`).trim();
  process.stderr.write(`${response.ok ? good(status) : bad(status)}\n`);
  if (isRedirect(response)) tell('Redirects are not followed: token and proof are for the address that was named.');
  if (include) {
    process.stdout.write(`HTTP/1.1 ${status}\n`);
    for (const [name, value] of response.headers) process.stdout.write(`${quiet(`${name}:`)} ${toPrintable(value)}\n`);
    process.stdout.write('\n');
  }
  if (response.body === null) return;
  if (process.stdout.isTTY) return writeToTerminal(response.body);
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), process.stdout, {
    end: false,
  });
}

async function writeToTerminal(body: ReadableStream<Uint8Array>): Promise<void> {
  const bytes = await readBoundedBody(body, mostOnTerminal);
  if (bytes === undefined) return tell('The body is longer than 1 MiB. Send stdout to a file to have it.');
  const text = toText(bytes);
  if (text === undefined)
    return tell(`The body is ${bytes.length} bytes that are no text. Send stdout to a file to have them.`);
  if (text !== '') process.stdout.write(`${toPrintableLines(text).replace(/\n$/, '')}\n`);
}

async function writeJson(response: Response, steps: readonly string[]): Promise<void> {
  const bytes = await readBoundedBody(response.body, mostInJson);
  if (bytes === undefined) throw new CallRefused('ERR_CALL_BODY_TOO_LARGE');
  const text = toText(bytes);
  const body = text === undefined ? { bodyBase64: encodeBase64(bytes) } : { body: text };
  const { ok, status, statusText, headers } = response;
  process.stdout.write(`${toPrintableJson({ ok, status, statusText, headers: [...headers], ...body, steps })}\n`);
}

function toText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400 && status !== 304;
}
