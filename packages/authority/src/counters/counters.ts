/** Counts requests by service and route. */
export interface Counters {
  /** Adds one. The route is a template such as `POST /{tenant}/oauth2/v2.0/token`, so the number of names is bounded. */
  count(service: string, route: string): void;
  /** Counts so far: service, route, number. */
  read(): Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Makes counters that start at zero. */
export function createCounters(): Counters {
  const services = new Map<string, Map<string, number>>();
  return {
    count: (service, route) => {
      const routes = services.get(service) ?? new Map<string, number>();
      services.set(service, routes.set(route, (routes.get(route) ?? 0) + 1));
    },
    read: () => Object.fromEntries([...services].map(([service, routes]) => [service, Object.fromEntries(routes)])),
  };
}
