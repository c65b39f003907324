import type { IncomingHttpHeaders } from 'node:http';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Flow } from './flow-seal.ts';
import type { InteractionRooms } from './interaction-rooms.ts';
import { isFromOwnPage } from './own-page.ts';
import type { PersonForm } from './person-form.ts';

/** An interaction that goes on, and the secret of the browser that it belongs to. */
export interface OpenInteraction {
  readonly flow: Flow;
  readonly secret: string;
}

/**
 * Opens the interaction of a form: it was sent by a page of ours, in the browser that the page was made for, and in time.
 *
 * A form may be sent twice, by an impatient finger or the way back: it proves no more than the request it began with.
 *
 * @throws {@link TokenRefused} `formForeign`, `formExpired`, `formForged`
 */
export function openInteraction(
  form: PersonForm,
  from: {
    readonly headers: IncomingHttpHeaders;
    readonly origin: string;
    readonly tenantName: string;
    readonly at: number;
  },
  { flows, antiForgery }: Pick<InteractionRooms, 'flows' | 'antiForgery'>,
): OpenInteraction {
  if (!isFromOwnPage(from.headers, from.origin)) throw new TokenRefused('formForeign');
  const flow = flows.open(form.flow);
  if (flow === undefined || flow.tenantName !== from.tenantName || from.at >= flow.expiresAt) {
    throw new TokenRefused('formExpired');
  }
  const secret = antiForgery.findSecret(from.headers.cookie, flow.place);
  if (secret === undefined || !antiForgery.verify({ flow: form.flow, secret, field: form.antiForgery })) {
    throw new TokenRefused('formForged');
  }
  return { flow, secret };
}
