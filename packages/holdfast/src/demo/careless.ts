import {
  type Bytes,
  type CompactJws,
  createMemoryReplayStore,
  type DecodedShr,
  decodeCompactJws,
  decodeSignedHttpRequest,
  importVerificationKey,
  type JsonObject,
  parseJwkSet,
  verifyCompactJws,
} from '@holdfast/core';
import type { Authenticated, IncomingRequest } from '@holdfast/resource';
import type { Guard, GuardOptions, Guards } from '../sample-api/guards.ts';
import type { WeaknessName } from './weaknesses.ts';

/** What a careless owner has at hand. */
export interface CarelessContext {
  /** The key set of the authority. */
  readonly keySet: () => Promise<unknown>;
  /** The body that was last seen for this route, as a caching gateway would keep it. */
  readonly earlierBody: () => Bytes;
}

/** Settings of guards that a careless owner gets wrong. */
export function carelessOptions(weakness: WeaknessName | undefined, options: GuardOptions): GuardOptions {
  switch (weakness) {
    case 'replay':
      return { ...options, replayStore: { claimOnce: async () => true } };
    case 'nonce':
      return { ...options, nonce: 'off' };
    case 'future':
      return { ...options, futureSeconds: 300 };
    case 'tenant':
      return { ...options, tenants: 'any' };
    case 'revocation':
      return { ...options, revocationFeed: undefined };
    case 'expiry': {
      const stopped = (options.clock ?? Date.now)();
      return { ...options, clock: () => stopped, replayStore: createMemoryReplayStore({ clock: () => stopped }) };
    }
    default:
      return options;
  }
}

/** Puts a careless owner's code between the server and its guards. */
export function carelessGuards(weakness: WeaknessName | undefined, guards: Guards, context: CarelessContext): Guards {
  const mistake = weakness === undefined ? undefined : mistakes[weakness];
  if (mistake === undefined) return guards;
  const wrap =
    (guard: Guard): Guard =>
    (incoming, requirements) =>
      mistake({ incoming, context, guard: (changed) => guard(changed, requirements) });
  return { required: wrap(guards.required), open: wrap(guards.open), msal: wrap(guards.msal) };
}

interface Scene {
  readonly incoming: IncomingRequest;
  readonly context: CarelessContext;
  readonly guard: (incoming: IncomingRequest) => Promise<Authenticated>;
}

const mistakes: Partial<Record<WeaknessName, (scene: Scene) => Promise<Authenticated>>> = {
  path: ({ incoming, guard }) => {
    const query = incoming.target.slice(incoming.target.split('?', 1)[0]?.length);
    const p = proofClaims(incoming)?.['p'];
    return guard(typeof p === 'string' ? { ...incoming, target: p + query } : incoming);
  },
  method: ({ incoming, guard }) => {
    const m = proofClaims(incoming)?.['m'];
    return guard(typeof m === 'string' ? { ...incoming, method: m } : incoming);
  },
  query: ({ incoming, guard }) => {
    const [path = '', query = ''] = incoming.target.split('?');
    const named = (proofClaims(incoming)?.['q'] as readonly (readonly string[])[] | undefined)?.[0] ?? [];
    const kept = query.split('&').filter((parameter) => named.includes(parameter.split('=', 1)[0] ?? ''));
    return guard({ ...incoming, target: kept.length === 0 ? path : `${path}?${kept.join('&')}` });
  },
  body: ({ incoming, guard, context }) =>
    guard(incoming).catch((failure: unknown) => {
      if (incoming.method !== 'POST') throw failure;
      return guard({ ...incoming, body: context.earlierBody() });
    }),
  encoding: ({ incoming, guard }) => guard({ ...incoming, headers: incoming.headers.map(repairHeader) }),
  binding: async ({ incoming, guard, context }) => {
    const token = presentedToken(incoming);
    const isHonest = token !== undefined && !isStranger(incoming, token) && label(incoming) === 'pop';
    if (token === undefined || isHonest) return guard(incoming);
    return (await isSignedByIssuer(token, context)) ? passer(token) : guard(incoming);
  },
  signature: async ({ incoming, guard, context }) => {
    const token = presentedToken(incoming);
    if (token === undefined || (await isSignedByIssuer(token, context))) return guard(incoming);
    return passer(token);
  },
};

/** Lets the bearer of a token through, whatever it is bound to. */
export function passer(token: CompactJws): Authenticated {
  return {
    scheme: 'bearer',
    binding: { method: 'none' },
    claims: token.payload,
    tenant: undefined,
    scopes: [],
    roles: [],
    clientClaims: undefined,
    headers: [],
  };
}

/** Tells whether the authority signed a token: all that a careless owner looks at. */
export async function isSignedByIssuer(token: CompactJws, { keySet }: CarelessContext): Promise<boolean> {
  const jwk = parseJwkSet(await keySet()).find((key) => key.kid === token.header.kid)?.jwk;
  if (jwk === undefined) return false;
  const key = await importVerificationKey(jwk, token.header.alg);
  return verifyCompactJws(token, { key }).then(
    () => true,
    () => false,
  );
}

// True when the proof was signed by another key than the one in the token: what a validator is for.
function isStranger(incoming: IncomingRequest, token: CompactJws): boolean {
  const kid = presentedProof(incoming)?.jws.header.kid;
  const bound = token.payload['cnf'] as JsonObject | undefined;
  const jwk = bound?.['jwk'] as JsonObject | undefined;
  return kid !== (bound?.['kid'] ?? jwk?.['kid']);
}

/** The access token of a request, if it can be read. */
export function presentedToken(incoming: IncomingRequest): CompactJws | undefined {
  const credential = authorization(incoming).split(' ')[1] ?? '';
  try {
    return decodeCompactJws(label(incoming) === 'pop' ? decodeSignedHttpRequest(credential).accessToken : credential);
  } catch {
    return undefined;
  }
}

function proofClaims(incoming: IncomingRequest): JsonObject | undefined {
  return presentedProof(incoming)?.jws.payload;
}

function presentedProof(incoming: IncomingRequest): DecodedShr | undefined {
  try {
    return decodeSignedHttpRequest(authorization(incoming).slice('PoP '.length));
  } catch {
    return undefined;
  }
}

function authorization(incoming: IncomingRequest): string {
  return incoming.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
}

/** The scheme word of a request, in lower case. */
export function label(incoming: IncomingRequest): string {
  return authorization(incoming).split(' ', 1)[0]?.toLowerCase() ?? '';
}

function repairHeader([name, value]: readonly [string, string]): readonly [string, string] {
  if (name.toLowerCase() !== 'authorization') return [name, value];
  const [scheme = '', token = ''] = value.split(' ');
  const repaired = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('base64url'));
  return [name, `${scheme} ${repaired.join('.')}`];
}
