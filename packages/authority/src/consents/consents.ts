import type { GrantedScopes } from '../codes/granted-scopes.ts';
import type { Application, User } from '../directory/directory.ts';

/** What users let applications do in their name, in memory: a restart forgets it, and they are asked again. */
export interface Consents {
  /** Tells whether a user agreed to all of it, or an administrator did for everybody. */
  covers(wish: ConsentWish): boolean;
  /** A user agrees. */
  grant(wish: ConsentWish): void;
}

/** What a user is asked. */
export interface ConsentWish {
  readonly user: User;
  readonly application: Application;
  readonly scopes: GrantedScopes;
}

/**
 * Makes the consents of an authority. They are bounded by the directory: its users, its applications, and the permissions of its APIs.
 *
 * A permission that is granted stays granted; one more is asked for by itself.
 */
export function createConsents(): Consents {
  const granted = new Map<string, Set<string>>();
  return {
    covers: ({ user, application, scopes }) => {
      if (application.consent === 'granted') return true;
      const agreed = granted.get(keyOf(user, application));
      return namesOf(scopes).every((name) => agreed?.has(name) === true);
    },
    grant: ({ user, application, scopes }) => {
      const key = keyOf(user, application);
      const agreed = granted.get(key) ?? new Set<string>();
      for (const name of namesOf(scopes)) agreed.add(name);
      granted.set(key, agreed);
    },
  };
}

function keyOf({ objectId }: User, { tenantId, clientId }: Application): string {
  return `${objectId} ${tenantId} ${clientId}`;
}

function namesOf({ api, scopes, openid }: GrantedScopes): readonly string[] {
  return [...openid, ...(api === undefined ? [] : scopes.map((name) => `${api.appIdUri} ${name}`))];
}
