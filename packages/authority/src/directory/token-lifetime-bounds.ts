/** Shortest and longest lifetime of an access token that a configuration may ask for, in seconds. */
export const tokenLifetimeBounds = { least: 60, most: 86_400 } as const;
