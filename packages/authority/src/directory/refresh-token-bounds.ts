/** Shortest and longest lifetime of refresh tokens that a configuration may ask for, in seconds. */
export const refreshTokenBounds = { least: 60, most: 7_776_000 } as const;

/** Longest time for which a refresh token that was used may be used once more, in seconds. */
export const reuseLeewayBounds = { least: 0, most: 60 } as const;

/** How long the refresh tokens of one sign-in live when nothing is said, in seconds: a day in pages, as in Entra, and 90 days elsewhere. */
export const refreshTokenDefaults = { public: 86_400, confidential: 7_776_000 } as const;
