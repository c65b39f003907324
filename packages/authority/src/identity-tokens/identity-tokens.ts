import { createHash } from 'node:crypto';
import { createLruMap, type EventSink } from '@holdfast/core';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { type IdentityTokenRequest, mintIdentityToken } from './mint-identity-token.ts';

/** What a program on the machine asks for. */
export interface IdentityTokenQuestion extends IdentityTokenRequest {
  /** Lower-case hex SHA-256 of a token that an API has refused: that very token is not handed out again. */
  readonly tokenHash?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The tokens of one service of the machine. */
export interface IdentityTokens {
  /**
   * Returns a token, kept or new.
   *
   * A kept one is handed out until half of its life is over, as the services of the platform do; but never one that was revoked.
   *
   * @throws {@link TokenRefused}; what was kept stays
   */
  get(question: IdentityTokenQuestion): Promise<IssuedToken>;
}

interface Place {
  kept: IssuedToken | undefined;
  minting: Promise<IssuedToken> | undefined;
}

// Whatever is forgotten can be minted again.
const mostPlaces = 1000;

/** Makes the tokens of a service: none yet. */
export function createIdentityTokens(service: string, publish: EventSink<AuthorityEvent>): IdentityTokens {
  const places = createLruMap<Place>(mostPlaces);

  function findPlace(key: string): Place {
    const place = places.find(key) ?? { kept: undefined, minting: undefined };
    places.write(key, place);
    return place;
  }

  async function mint(place: Place, question: IdentityTokenQuestion): Promise<IssuedToken> {
    try {
      const { issued, event } = await mintIdentityToken(question, service);
      place.kept = issued;
      publish(event);
      return issued;
    } finally {
      place.minting = undefined;
    }
  }

  return {
    get: async (question) => {
      const place = findPlace(placeKey(question));
      if (place.kept !== undefined && mayHandOut(place.kept, question)) return place.kept;
      // Whoever asks meanwhile gets what is being made: a token that is refused by a hundred callers is replaced once.
      place.minting ??= mint(place, question);
      return place.minting;
    },
  };
}

function placeKey({ identity, resource, capabilities }: IdentityTokenRequest): string {
  return JSON.stringify([identity.tenantId, identity.clientId, resource, [...new Set(capabilities)].sort()]);
}

function mayHandOut(token: IssuedToken, { issuer, identity, tokenHash, at }: IdentityTokenQuestion): boolean {
  const { uti, issuedAt, expiresAt } = token;
  if (at / 1000 >= (issuedAt + expiresAt) / 2) return false;
  if (tokenHash !== undefined && tokenHash === hashOf(token)) return false;
  const { objectId, clientId } = identity;
  return !issuer.revocations.isRevoked({ uti, issuedAt, objectId, clientId });
}

function hashOf({ accessToken }: IssuedToken): string {
  return createHash('sha256').update(accessToken).digest('hex');
}
