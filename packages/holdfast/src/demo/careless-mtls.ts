import type { Authenticated, IncomingRequest } from '@holdfast/resource';
import type { Guard, Guards } from '../sample-api/guards.ts';
import { type CarelessContext, isSignedByIssuer, label, passer, presentedToken } from './careless.ts';
import type { WeaknessName } from './weaknesses.ts';

interface Scene {
  readonly incoming: IncomingRequest;
  readonly context: CarelessContext;
  readonly guard: (incoming: IncomingRequest) => Promise<Authenticated>;
  /** The kind of route. */
  readonly kind: keyof Guards;
}

/** Puts a careless owner's code between the server that asks for client certificates and its guards. */
export function carelessMtlsGuards(
  weakness: WeaknessName | undefined,
  guards: Guards,
  context: CarelessContext,
): Guards {
  const mistake = weakness === undefined ? undefined : mistakes[weakness];
  if (mistake === undefined) return guards;
  const wrap =
    (kind: keyof Guards): Guard =>
    (incoming, requirements) =>
      mistake({ incoming, context, kind, guard: (changed) => guards[kind](changed, requirements) });
  return { required: wrap('required'), open: wrap('open'), msal: wrap('msal') };
}

const mistakes: Partial<Record<WeaknessName, (scene: Scene) => Promise<Authenticated>>> = {
  certificate: (scene) => passIf(label(scene.incoming) === 'mtls_pop' && !hasCertificate(scene.incoming), scene),
  'any-certificate': (scene) => passIf(hasCertificate(scene.incoming), scene),
  label: (scene) => passIf(label(scene.incoming) === 'bearer' && scene.kind === 'open', scene),
  forwarded: ({ incoming, guard }) => {
    const header = incoming.headers.find(([name]) => name.toLowerCase() === 'client-cert')?.[1];
    if (header === undefined) return guard(incoming);
    const der = new Uint8Array(Buffer.from(header.slice(1, -1), 'base64'));
    return guard({ ...incoming, certificate: { der, notBefore: 0, notAfter: Number.MAX_SAFE_INTEGER } });
  },
};

// A good signature is enough where the owner does not look any further; the others are judged as ever.
async function passIf(isPassed: boolean, { incoming, context, guard }: Scene): Promise<Authenticated> {
  const token = isPassed ? presentedToken(incoming) : undefined;
  return token !== undefined && (await isSignedByIssuer(token, context)) ? passer(token) : guard(incoming);
}

function hasCertificate({ connection }: IncomingRequest): boolean {
  return connection?.getPeerX509Certificate?.() !== undefined;
}
