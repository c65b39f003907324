/** Refusals that are not the client's fault. */
export const serverRefusals = {
  throttled: {
    code: 90055,
    error: 'temporarily_unavailable',
    status: 429,
    text: 'Too many requests.',
    mend: 'Wait as long as Retry-After says. Only an injected fault answers this.',
  },
  unavailable: {
    code: 90033,
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
    mend: 'Wait as long as Retry-After says. An injected fault answers this, and an authority that closes or that is told to revoke without end.',
  },
  internal: {
    code: 50000,
    error: 'server_error',
    status: 500,
    text: 'There was an issue signing or reaching the token issuing service.',
    mend: 'This is a mistake of the authority: report it with the trace id.',
  },
} as const;
