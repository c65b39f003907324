import { isJsonObject, type JsonObject, type JsonValue } from '@holdfast/core';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { FaultEffect, FaultMatch, FaultRule } from '../faults/fault-rule.ts';
import { faultServices } from '../faults/fault-services.ts';

const longestDelayMs = 60_000;
const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const headerValue = /^[\x20-\x7e]{0,4096}$/;
// The server writes these itself; a second one would break the message instead of the request.
const framing: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'date',
]);

/**
 * Parses the body of `POST /faults`. An unknown member is refused: a fault that does something else than was asked for misleads.
 *
 * @throws {@link AdminRefused} `ERR_ADMIN_REQUEST` with the name of the member
 */
export function parseFault(value: JsonObject): FaultRule {
  const { service, match, times, ...effect } = value;
  const struck = faultServices.find((one) => one === service);
  if (struck === undefined) refuse('service');
  return {
    service: struck,
    match: parseMatch(match),
    effect: parseEffect(effect),
    times: times === undefined ? undefined : wholeNumber(times, 'times', { least: 1, most: 1_000_000 }),
  };
}

function parseMatch(value: JsonValue | undefined): FaultMatch {
  if (value === undefined) return {};
  if (!isJsonObject(value)) refuse('match');
  const { path, method, body, ...others } = value;
  refuseOthers(others);
  return {
    path: optionalText(path, 'match.path'),
    method: optionalText(method, 'match.method')?.toUpperCase(),
    body: optionalText(body, 'match.body'),
  };
}

function parseEffect(value: JsonObject): FaultEffect {
  const { status, headers, body, delayMs = 0, reset = false, ...others } = value;
  refuseOthers(others);
  if (typeof reset !== 'boolean') refuse('reset');
  if (reset && status !== undefined) refuse('reset and status exclude each other');
  const effect: FaultEffect = {
    status: status === undefined ? undefined : wholeNumber(status, 'status', { least: 200, most: 599 }),
    headers: parseHeaders(headers),
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    delayMs: wholeNumber(delayMs, 'delayMs', { least: 0, most: longestDelayMs }),
    reset: reset ? 'cut' : 'answer',
  };
  if (effect.status === undefined && !reset && effect.delayMs === 0)
    refuse('one of status, delayMs and reset is needed');
  return effect;
}

function parseHeaders(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isJsonObject(value)) refuse('headers');
  return Object.fromEntries(
    Object.entries(value).map(([name, text]): [string, string] => {
      const isFine = headerName.test(name) && !framing.has(name.toLowerCase());
      if (!isFine || typeof text !== 'string' || !headerValue.test(text)) refuse('headers');
      return [name.toLowerCase(), text];
    }),
  );
}

function wholeNumber(
  value: JsonValue,
  name: string,
  bounds: { readonly least: number; readonly most: number },
): number {
  const { least, most } = bounds;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    refuse(`${name}: a whole number from ${least} to ${most}`);
  }
  return value;
}

function optionalText(value: JsonValue | undefined, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') refuse(name);
  return value;
}

function refuseOthers(others: JsonObject): void {
  if (Object.keys(others).length > 0) refuse('unknown member');
}

function refuse(what: string): never {
  throw new AdminRefused('ERR_ADMIN_REQUEST', what);
}
