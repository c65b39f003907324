import type { FastifyInstance } from 'fastify';
import { renderFront } from '../pages/front-page.ts';
import { sendPage } from '../pages/send-page.ts';
import type { StsParts } from './sts-parts.ts';

/** Registers the page at the address of the authority itself. It names tenants, which their metadata names too, and nobody in them. */
export function registerFrontPage(app: FastifyInstance, { issuer }: Pick<StsParts, 'issuer'>): void {
  app.get('/', { config: { countedAs: '/' } }, async (_request, reply) => {
    const tenants = issuer().directory.tenants.map(({ domain }) => domain);
    return sendPage(reply, renderFront({ tenants }), { status: 200, mayKeepOpener: false });
  });
}
