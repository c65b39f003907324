import type { TokenResult } from '@holdfast/oauth';
import { toPrintable } from '../terminal/printable.ts';
import { toRelativeTime } from '../terminal/relative-time.ts';
import { createStyle } from '../terminal/style.ts';
import type { TokenFacts } from './token-facts.ts';

/** A token with what is known about it. */
export interface TokenReport {
  readonly token: TokenResult;
  /** Undefined for a token that only its API can read. */
  readonly facts: TokenFacts | undefined;
  /** The file of its key; undefined where the key dies with this process. */
  readonly keyFile: string | undefined;
}

/** Writes the report for programs. It holds the token. */
export function buildTokenJson({ token, facts, keyFile }: TokenReport): Readonly<Record<string, unknown>> {
  const { accessToken, tokenType, expiresOn, refreshOn, scopes, bindingThumbprint } = token;
  return {
    ok: true,
    accessToken,
    tokenType,
    expiresOn: expiresOn.toISOString(),
    refreshOn: refreshOn.toISOString(),
    bindingThumbprint,
    confirmedBy: facts?.confirmedBy,
    keyFile,
    tenant: facts?.tenant,
    audience: facts?.audience,
    requestedScopes: scopes,
    scopes: facts?.scopes,
    roles: facts?.roles,
  };
}

/** Writes the report for people, without the token. */
export function buildTokenTable(report: TokenReport, now: number): string {
  const { quiet, good, doubtful } = createStyle(process.stderr);
  const { token, facts } = report;
  const expires = Math.floor(token.expiresOn.getTime() / 1000);
  const isBound = token.bindingThumbprint !== undefined;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['scheme', isBound ? good(token.tokenType) : doubtful('bearer: good in anybody’s hands')],
    ['bound to', isBound ? `${token.bindingThumbprint} ${quiet(formOf(report))}` : undefined],
    ['key', isBound ? keyOf(report) : undefined],
    ['expires', `${toRelativeTime(expires, now)} ${quiet(token.expiresOn.toISOString())}`],
    ['audience', printable(facts?.audience)],
    ['tenant', printable(facts?.tenant)],
    ['scopes', list(facts?.scopes)],
    ['roles', list(facts?.roles)],
  ];
  return rows
    .filter((row): row is readonly [string, string] => row[1] !== undefined)
    .map(([name, value]) => `${quiet(name.padEnd(9))} ${value}\n`)
    .join('');
}

function formOf({ facts }: TokenReport): string {
  return `(cnf.${facts?.confirmedBy.join(', ') ?? ''})`;
}

function keyOf({ keyFile }: TokenReport): string {
  if (keyFile !== undefined) return toPrintable(keyFile);
  return 'made for this call and gone: to use the token, ask with --key FILE --new-key';
}

function list(values: readonly string[] | undefined): string | undefined {
  return values === undefined || values.length === 0 ? undefined : toPrintable(values.join(', '));
}

function printable(value: string | undefined): string | undefined {
  return value === undefined ? undefined : toPrintable(value);
}
