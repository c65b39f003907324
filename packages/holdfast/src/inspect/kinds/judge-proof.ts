import {
  type DecodedShr,
  HoldfastError,
  type JsonValue,
  type KeyConfirmation,
  type ReceivedRequest,
  type ShrDialect,
  ShrInvalid,
  verifySignedHttpRequest,
} from '@holdfast/core';
import { toRelativeTime } from '../../terminal/relative-time.ts';
import { type Finding, finding, verdict } from '../facts/finding.ts';
import type { Question } from '../facts/question.ts';

/** A proof and what it is held against. */
export interface ProofToJudge {
  readonly shr: DecodedShr;
  readonly confirmation: KeyConfirmation;
  readonly dialect: ShrDialect;
  readonly question: Question;
}

// One round for each thing that can be conceded, and the last.
const mostRounds = 8;

/** What our verifier says of a proof. */
export interface JudgedProof {
  readonly findings: readonly Finding[];
  /** Whether the key fits and the signature verifies, whatever else is wrong. */
  readonly isSigned: boolean;
}

// What the verifier refuses before it has verified the signature.
const beforeSignature: ReadonlySet<string> = new Set([
  'ERR_SHR_TYP',
  'ERR_SHR_ACCESS_TOKEN_MISMATCH',
  'ERR_SHR_CNF',
  'ERR_SHR_KEY_MISMATCH',
  'ERR_SIGNATURE_INVALID',
]);

/**
 * Has our verifier judge a proof, and tells everything that it refuses: it stops at the first thing, so that one is conceded and it
 * is asked again.
 */
export async function judgeProof(proof: ProofToJudge): Promise<JudgedProof> {
  const findings = await judgeRounds(proof);
  return { findings, isSigned: !findings.some(({ code }) => beforeSignature.has(code)) };
}

async function judgeRounds({ shr, confirmation, dialect, question }: ProofToJudge): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  if (question.request?.address === undefined) findings.push(finding('INSPECT_REQUEST_UNKNOWN'));
  let setting = settingOf(shr, question);
  for (let round = 0; round < mostRounds; round += 1) {
    try {
      const { request, clockMs } = setting;
      await verifySignedHttpRequest({ shr, confirmation, request, dialects: [dialect], clock: () => clockMs });
      return findings;
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error;
      const said = describe(error, shr, question);
      if (said !== undefined) findings.push(said);
      const conceded = concede(error, shr, setting);
      if (conceded === undefined) return findings;
      setting = conceded;
    }
  }
  return findings;
}

interface Setting {
  readonly request: ReceivedRequest;
  readonly clockMs: number;
}

// What nobody told is taken from the proof itself, and so agrees with it.
function settingOf({ jws: { payload } }: DecodedShr, { now, request }: Question): Setting {
  const address = request?.address;
  return {
    request: {
      method: request?.method ?? text(payload['m']),
      host: address?.host ?? text(payload['u']).toLowerCase(),
      path: address?.path ?? text(payload['p']),
      query: address?.query ?? rawQuery(payload['q']),
      headers: request?.headers ?? [],
      body: request?.body,
    },
    clockMs: now * 1000,
  };
}

function concede(
  error: HoldfastError,
  { jws: { payload } }: DecodedShr,
  { request, clockMs }: Setting,
): Setting | undefined {
  switch (error.code) {
    case 'ERR_SHR_STALE':
    case 'ERR_SHR_FUTURE':
      return { request, clockMs: Number(payload['ts']) * 1000 };
    case 'ERR_SHR_METHOD':
      return { request: { ...request, method: text(payload['m']) }, clockMs };
    case 'ERR_SHR_HOST':
      return { request: { ...request, host: text(payload['u']) }, clockMs };
    case 'ERR_SHR_PATH':
      return { request: { ...request, path: text(payload['p']) }, clockMs };
    default:
      // The rest cannot be made to agree: what a hash covers cannot be read from it.
      return undefined;
  }
}

function describe(
  error: HoldfastError,
  { jws: { payload } }: DecodedShr,
  { now, request }: Question,
): Finding | undefined {
  const said = verdict(error);
  if (!(error instanceof ShrInvalid)) return said;
  if (error.claim === 'ts' && typeof payload['ts'] === 'number' && error.code !== 'ERR_SHR_CLAIM_MALFORMED') {
    return { ...said, message: `${said.message}: signed ${toRelativeTime(payload['ts'], now)}` };
  }
  // A hash that was compared with nothing proves nothing against it.
  const isUncompared =
    (error.code === 'ERR_SHR_QUERY' && request?.address === undefined) ||
    (error.code === 'ERR_SHR_HEADERS' && request?.headers === undefined) ||
    error.code === 'ERR_SHR_BODY_UNAVAILABLE';
  return isUncompared ? finding('INSPECT_PART_UNCHECKED', error.claim) : said;
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

// msal-browser sends the query itself where the draft has a hash.
function rawQuery(q: JsonValue | undefined): string {
  const [names, query]: readonly unknown[] = Array.isArray(q) ? q : [];
  return Array.isArray(names) && names.length === 0 && typeof query === 'string' && query.length !== 43 ? query : '';
}
