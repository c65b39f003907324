import type { Api, Application } from '../directory/directory.ts';

/** Entra's usual hour, less the second by which it promises too little. */
const defaultTokenLifetimeSeconds = 3599;

/** How long a token lives: the shorter wish of application and API, or the default when neither has one. */
export function tokenLifetimeSeconds(application: Application, api: Api): number {
  const wishes = [application.accessTokenLifetimeSeconds, api.accessTokenLifetimeSeconds].filter(
    (seconds) => seconds !== undefined,
  );
  return wishes.length === 0 ? defaultTokenLifetimeSeconds : Math.min(...wishes);
}
