import type { Authenticated, IncomingRequest, Requirements } from '@holdfast/resource';
import type { Guards } from './guards.ts';
import type { Orders } from './orders.ts';

/** An answer of the sample API: a status and a JSON value. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What a route's handler is given. */
export interface Visit {
  readonly incoming: IncomingRequest;
  readonly caller: Authenticated;
  readonly orders: Orders;
  /** The parts of the path that the route's pattern captured. */
  readonly captured: readonly string[];
}

/** One row of the route table. */
export interface Route {
  readonly method: string;
  /** Matches the raw, undecoded path: what the proof covers is what is routed on. */
  readonly pattern: RegExp;
  readonly guard: keyof Guards;
  readonly requirements: Requirements;
  readonly answer: (visit: Visit) => Answer;
}

const read: Requirements = { requiredScopes: ['read'], requiredRoles: ['Orders.Read'] };
const write: Requirements = { requiredScopes: ['write'], requiredRoles: ['Orders.Write'] };

/** Every route of the sample API, with its guard and what it demands. */
export const routes: readonly Route[] = [
  { method: 'GET', pattern: /^\/orders$/, guard: 'required', requirements: read, answer: listOrders },
  { method: 'POST', pattern: /^\/orders$/, guard: 'required', requirements: write, answer: addOrder },
  { method: 'GET', pattern: /^\/orders\/([0-9]{1,9})$/, guard: 'required', requirements: read, answer: findOrder },
  {
    method: 'DELETE',
    pattern: /^\/orders\/([0-9]{1,9})$/,
    guard: 'required',
    requirements: write,
    answer: removeOrder,
  },
  { method: 'GET', pattern: /^\/open\/orders$/, guard: 'open', requirements: read, answer: listOrders },
  {
    method: 'GET',
    pattern: /^\/msal\/orders(?:\/[0-9]{1,9})?$/,
    guard: 'msal',
    requirements: read,
    answer: listOrders,
  },
  { method: 'GET', pattern: /^\/whoami$/, guard: 'open', requirements: {}, answer: describeCaller },
];

function listOrders({ orders, incoming }: Visit): Answer {
  const limit = new URLSearchParams(incoming.target.split('?')[1] ?? '').get('limit') ?? '100';
  if (!/^[0-9]{1,4}$/.test(limit)) return problem(400, 'limit must be a number');
  return { status: 200, body: { orders: orders.list(Number(limit)) } };
}

function findOrder({ orders, captured }: Visit): Answer {
  const order = orders.find(Number(captured[0]));
  return order === undefined ? problem(404, 'no such order') : { status: 200, body: order };
}

function addOrder({ orders, incoming }: Visit): Answer {
  const order = parseOrder(incoming.body);
  if (order === undefined) return problem(400, 'send {"item": text, "quantity": whole number}');
  return { status: 201, body: orders.add(order.item, order.quantity) };
}

function removeOrder({ orders, captured }: Visit): Answer {
  return orders.remove(Number(captured[0])) ? { status: 200, body: { removed: true } } : problem(404, 'no such order');
}

function describeCaller({ caller }: Visit): Answer {
  const { scheme, binding, claims, tenant, scopes, roles } = caller;
  return { status: 200, body: { scheme, binding, tenant, scopes, roles, claims } };
}

function parseOrder(body: Uint8Array | undefined): { item: string; quantity: number } | undefined {
  try {
    const { item, quantity } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as {
      item?: unknown;
      quantity?: unknown;
    };
    const isOrder = typeof item === 'string' && item.length <= 100 && Number.isSafeInteger(quantity);
    return isOrder ? { item, quantity: quantity as number } : undefined;
  } catch {
    return undefined;
  }
}

/** An answer that says what is wrong. */
export function problem(status: number, message: string): Answer {
  return { status, body: { error: 'invalid_request', error_description: message } };
}
