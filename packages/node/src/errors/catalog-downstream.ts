/** Codes of calls of a downstream API. */
export const downstreamErrors = {
  ERR_DOWNSTREAM_STATUS: {
    meaning: 'The API answered that it did not do what it was asked',
    mend: 'Look at status and body of this error; redirects are not followed.',
  },
  ERR_DOWNSTREAM_ADDRESS: {
    meaning: 'The path leads out of the base address',
    mend: 'Give a path below baseUrl, without dot segments, fragment or another host.',
  },
  ERR_DOWNSTREAM_HEADER: {
    meaning: 'A header is written by this client or by proxies, not by callers',
    mend: 'Leave Authorization, Cookie, Host, X-Forwarded-* and the like out.',
  },
  ERR_DOWNSTREAM_MEDIA_TYPE: {
    meaning: 'The answer has a media type that is not read',
    mend: 'Give deserialize for what is neither JSON nor text, or use call.',
  },
  ERR_DOWNSTREAM_BODY: {
    meaning: 'The body of the answer is not what its media type says',
    mend: 'See to the API, or give deserialize.',
  },
  ERR_DOWNSTREAM_TOO_LARGE: {
    meaning: 'The body of the answer is larger than it may be',
    mend: 'Raise maxResponseBytes, or use call and read the body as it comes.',
  },
  ERR_DOWNSTREAM_SETTINGS: {
    meaning:
      'The settings of an API or its client have a field that is missing, unknown, written twice or of the wrong type',
    mend: 'Give the fields as Microsoft.Identity.Web has them; what cannot be configured here is given in code.',
  },
} as const;
