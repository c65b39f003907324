/** Shortest and longest lifetime of a certificate of a managed identity, in seconds; the longest is what it lives when nothing is said. */
export const certificateLifetimeBounds = { least: 10, most: 604_800 } as const;
