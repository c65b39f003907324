import { isJsonObject, parseJwkSet, parseStrictJson } from '@holdfast/core';
import { InputRefused } from '../errors/input-refused.ts';
import { readInput, readTextInput } from '../reading/read-input.ts';
import type { Environment } from '../settings/env-text.ts';
import { type AuthorityFlags, findAuthority } from '../settings/find-authority.ts';
import { type KnownRequest, type Question, readAddress, type TrustedKeys } from './facts/question.ts';
import { fetchKeys } from './issuer/fetch-keys.ts';
import { readPem } from './tolerant/pem.ts';

/** What `holdfast inspect` was told beside the thing itself. */
export interface QuestionFlags extends AuthorityFlags {
  readonly verify?: boolean | undefined;
  readonly keySet?: string | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly body?: string | undefined;
  readonly nonce?: string | undefined;
  readonly certificate?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly at?: string | undefined;
}

const longestFile = 1_048_576;

/**
 * Reads everything that the flags name. Without `--verify` and `--authority` nothing is asked of anybody.
 *
 * @throws {@link InputRefused}, {@link CallRefused} `ERR_KEYS_UNAVAILABLE`
 */
export async function readQuestion(flags: QuestionFlags, environment: Environment): Promise<Question> {
  return {
    now: readInstant(flags.at),
    request: await readRequest(flags),
    nonce: flags.nonce,
    certificate: flags.certificate === undefined ? undefined : await readCertificate(flags.certificate),
    accessToken:
      flags.tokenFile === undefined
        ? undefined
        : await readTextInput(flags.tokenFile, { name: '--token-file', maxBytes: longestFile }),
    trusted: await readKeys(flags, environment),
  };
}

function readInstant(text: string | undefined): number {
  if (text === undefined) return Math.floor(Date.now() / 1000);
  const time = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(time)) throw refused('--at takes a time such as 2026-11-20T10:00:00Z, or epoch seconds');
  return Math.floor(time / 1000);
}

async function readRequest({ method, url, body }: QuestionFlags): Promise<KnownRequest> {
  const address = url === undefined ? undefined : readAddress(url);
  if (url !== undefined && address === undefined) throw refused('--url takes an https address without fragment');
  const bytes =
    body === undefined
      ? undefined
      : new Uint8Array(await readInput(body, { name: '--body', maxBytes: 4 * longestFile }));
  return { method: method?.toUpperCase(), address, body: bytes };
}

async function readCertificate(path: string): Promise<Uint8Array> {
  const bytes = await readInput(path, { name: '--certificate', maxBytes: longestFile });
  const [first] = readPem({ bytes, text: bytes.toString('latin1') }).filter(({ label }) => label === 'CERTIFICATE');
  return first?.der ?? bytes;
}

async function readKeys(flags: QuestionFlags, environment: Environment): Promise<TrustedKeys | undefined> {
  const { keySet, verify, authority } = flags;
  if (keySet !== undefined)
    return { keys: parseKeySet(await readTextInput(keySet, { name: '--key-set', maxBytes: longestFile })) };
  if (verify !== true && authority === undefined) return undefined;
  const { address, ca } = await findAuthority(flags, environment);
  return fetchKeys(address, ca);
}

function parseKeySet(text: string): TrustedKeys['keys'] {
  const value = parseStrictJson(text, { maxLength: longestFile });
  if (!isJsonObject(value)) throw refused('--key-set is no JWK Set');
  return parseJwkSet(value);
}

function refused(detail: string): InputRefused {
  return new InputRefused('ERR_SETTINGS_VALUE', { detail });
}
