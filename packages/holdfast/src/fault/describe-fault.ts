import { isJsonObject, type JsonObject } from '@holdfast/core';
import { toPrintable } from '../terminal/printable.ts';

/** Says in one line for people what goes wrong from now on. Bodies and headers are not shown. */
export function describeFault(id: string, fault: JsonObject): string {
  const { service, match, times } = fault;
  const { path, method } = isJsonObject(match) ? match : {};
  const requests = [method, path ?? 'requests'].filter((word) => word !== undefined).join(' ');
  const howLong = times === undefined ? 'until holdfast fault clear' : times === 1 ? 'once' : `${String(times)} times`;
  return `${toPrintable(`${id}: ${String(service)} ${effectOf(fault)} ${requests}, ${howLong}.`)}\n`;
}

function effectOf({ status, delayMs, reset }: JsonObject): string {
  const delay = typeof delayMs === 'number' && delayMs > 0 ? `waits ${delayMs} ms` : undefined;
  const answer =
    reset === true ? 'cuts the connection of' : status === undefined ? undefined : `answers ${String(status)} to`;
  if (delay === undefined) return answer ?? 'fails';
  return answer === undefined ? `${delay} before it answers` : `${delay} and ${answer}`;
}
