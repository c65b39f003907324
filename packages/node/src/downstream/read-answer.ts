import { DownstreamFailed, DownstreamRefused } from '../errors/downstream-errors.ts';
import type { IncomingAnswer } from './downstream-options.ts';
import type { UnreadAnswer } from './sent-answers.ts';

/** Turns the answer of a success into a value. */
export type Deserializer<T> = (answer: IncomingAnswer) => T | Promise<T>;

const longestErrorBody = 4096;

/**
 * Reads an answer: what is no success is an error, JSON is parsed, text is text, and nothing is undefined.
 *
 * Not checked: that the value is what the caller says it is; give a deserialiser that checks it.
 *
 * @throws {@link DownstreamFailed}
 * @throws {@link DownstreamRefused} `ERR_DOWNSTREAM_MEDIA_TYPE`, `ERR_DOWNSTREAM_BODY`, `ERR_DOWNSTREAM_TOO_LARGE`
 */
export async function readAnswer<T>(answer: UnreadAnswer, deserialize: Deserializer<T> | undefined): Promise<T> {
  const { status, contentType } = answer;
  if (status < 200 || status > 299) {
    const body = await answer.text().catch(() => '');
    throw new DownstreamFailed({ status, contentType, body: body.slice(0, longestErrorBody) });
  }
  if (deserialize !== undefined) {
    try {
      return await deserialize(answer);
    } finally {
      // A body that nobody reads would keep its connection.
      await answer.discard();
    }
  }
  const text = await answer.text();
  if (text === '') return undefined as T;
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return parseJson(text) as T;
  if (mediaType.startsWith('text/')) return text as T;
  throw new DownstreamRefused('ERR_DOWNSTREAM_MEDIA_TYPE');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without a cause: it quotes the text.
    throw new DownstreamRefused('ERR_DOWNSTREAM_BODY', { detail: 'JSON' });
  }
}
