import type { HeaderField } from '@holdfast/core';
import type { Explanation, Member } from '../facts/explanation.ts';
import { type Finding, finding, refusal } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import { type KnownRequest, type Question, readAddress } from '../facts/question.ts';
import { explainAuthorization } from './authorization.ts';
import { explainAuthenticationInfo, explainChallenge } from './challenge.ts';
import { recogniseDpopProof } from './dpop-proof.ts';

/** Recognises a whole HTTP request or response by its first line. */
export const recogniseHttpMessage: Recogniser = ({ bytes, text }) => {
  const request = /^([A-Z][A-Z-]{0,20}) (\S+)(?: HTTP\/[0-9.]+)?\r?\n/.exec(text);
  const response = /^HTTP\/[0-9.]+ (\d{3})\b/.exec(text);
  if (request === null && response === null) return undefined;
  const message = readMessage(text, bytes);
  if (response !== null) return async (question) => explainResponse(response[1] ?? '', message, question);
  return async (question) =>
    explainRequest({ method: request?.[1] ?? '', target: request?.[2] ?? '' }, message, question);
};

interface Message {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly isMalformed: boolean;
}

const mostHeaders = 200;

function readMessage(text: string, bytes: Uint8Array): Message {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const lines = head.split(/\r?\n/).slice(1, mostHeaders);
  const fields = lines.map((line) => /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/.exec(line));
  const headers = fields.flatMap((field): HeaderField[] =>
    field === null ? [] : [[field[1] ?? '', withoutBlanks(field[2] ?? '')]],
  );
  return { headers, body: readBody(bytes), isMalformed: fields.includes(null) };
}

// Not part of the pattern above: it would try every blank of a long line as the first of the last ones.
function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

// Of the bytes, not of the text: a hash covers them as they are.
function readBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const all = Buffer.from(bytes);
  const crlf = all.indexOf('\r\n\r\n');
  const lf = all.indexOf('\n\n');
  const start = crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf < 0 ? all.length : lf + 2;
  return start < all.length ? new Uint8Array(all.subarray(start)) : undefined;
}

async function explainRequest(
  { method, target }: { readonly method: string; readonly target: string },
  message: Message,
  question: Question,
): Promise<Explanation> {
  const host = valuesOf(message, 'host')[0] ?? '';
  const address = target.startsWith('/') ? `https://${host}${target}` : target;
  const seen: KnownRequest = { method, address: readAddress(address), headers: message.headers, body: message.body };
  // What the user said of the request is truer than its own Host line.
  const request: KnownRequest = { ...seen, ...withoutUnknown(question.request ?? {}) };
  const authorization = valuesOf(message, 'authorization');
  const accessToken = /^dpop +(\S+)$/i.exec(authorization[0] ?? '')?.[1] ?? question.accessToken;
  const known: Question = { ...question, request, accessToken };
  const proofs = await Promise.all(
    valuesOf(message, 'dpop').flatMap((value) => recogniseDpopProof(subjectOf(value))?.(known) ?? []),
  );
  const credentials = await Promise.all(authorization.map((value) => explainAuthorization(value, known)));
  return {
    kind: 'http-request',
    title: 'HTTP request',
    members: [
      { part: 'request', name: 'method', value: method },
      {
        part: 'request',
        name: 'host',
        value: host,
        says: 'as the request says: an API knows its own from its configuration',
      },
      { part: 'request', name: 'target', value: target },
      ...describeBody(message),
    ],
    findings: [
      ...(message.isMalformed ? [finding('INSPECT_MESSAGE_MALFORMED')] : []),
      ...(authorization.length > 1 ? [refusal('ERR_CREDENTIAL_REPEATED')] : []),
      ...(authorization.length === 0 ? [finding('INSPECT_CREDENTIAL_NONE')] : []),
    ],
    inside: [...credentials, ...proofs],
  };
}

async function explainResponse(status: string, message: Message, question: Question): Promise<Explanation> {
  const challenges = valuesOf(message, 'www-authenticate');
  const infos = valuesOf(message, 'authentication-info');
  const inside = [
    ...(challenges.length === 0 ? [] : [await explainChallenge(challenges.join(', '), question)]),
    ...(await Promise.all(infos.map(explainAuthenticationInfo))),
  ];
  const isSilent = status === '401' && challenges.length === 0;
  const findings: readonly Finding[] = isSilent ? [finding('INSPECT_CREDENTIAL_NONE')] : [];
  return {
    kind: 'http-response',
    title: 'HTTP response',
    members: [{ part: 'response', name: 'status', value: Number(status) }, ...describeBody(message)],
    findings: [...findings, ...(message.isMalformed ? [finding('INSPECT_MESSAGE_MALFORMED')] : [])],
    inside,
  };
}

function describeBody({ body }: Message): readonly Member[] {
  return body === undefined ? [] : [{ part: 'body', name: 'body', value: `(${body.length} bytes, not shown)` }];
}

function valuesOf({ headers }: Message, name: string): readonly string[] {
  return headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
}

function withoutUnknown(request: KnownRequest): KnownRequest {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
