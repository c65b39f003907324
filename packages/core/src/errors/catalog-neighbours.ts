// A table of data: one row per code, in the order of the rooms.
/** Codes of the flow, http, stores, keys (pool) and challenge rooms, each with its meaning and its mend. */
export const neighbourErrors = {
  ERR_FLIGHT_ABORTED: {
    meaning: 'The caller stopped waiting before the work was done',
    mend: 'Nothing to do when the abort was meant; its reason is the cause of this error.',
  },
  ERR_DEADLINE_EXCEEDED: {
    meaning: 'The work took longer than its deadline',
    mend: 'Try again later, or allow more time where the deadline is set.',
  },
  ERR_HEADER_TOO_LARGE: {
    meaning: 'The header field is longer than 16 KiB',
    mend: 'Send a shorter header.',
  },
  ERR_HEADER_SYNTAX: {
    meaning: 'The header field does not follow its grammar',
    mend: 'Write challenges and parameters as RFC 9110 section 11.2 defines them.',
  },
  ERR_HEADER_DUPLICATE_PARAMETER: {
    meaning: 'The header field names a parameter twice',
    mend: 'Name every parameter once in a challenge: two readers could take different values (RFC 9110 section 11.2).',
  },
  ERR_HEADER_VALUE: {
    meaning: 'A parameter value cannot be written in a header field',
    mend: 'Keep to visible US-ASCII characters, blanks and tabs (RFC 9110 section 5.6.4).',
  },
  ERR_REQUEST_TARGET_FORM: {
    meaning: 'The request target is not in origin form',
    mend: 'Send an absolute path with an optional query (RFC 9112 section 3.2.1).',
  },
  ERR_REQUEST_TARGET_CHARACTER: {
    meaning: 'The request target holds a character that is read in more than one way',
    mend: 'Percent-encode blanks, controls, backslashes and everything outside US-ASCII, and send no fragment.',
  },
  ERR_REPLAY_STORE_FULL: {
    meaning: 'The replay store is full of live entries',
    mend: 'Answer 503 and raise the limit of the store or share the load: a live entry is never dropped.',
  },
  ERR_REPLAY_OWNER_QUOTA: {
    meaning: 'One key has used up its share of the replay store',
    mend: 'Answer 503 and look at what the client does; raise the quota when its traffic is honest.',
  },
  ERR_KEY_POOL_CLOSED: {
    meaning: 'The key pool is closed',
    mend: 'Take keys before the pool is closed.',
  },
  ERR_CLAIMS_TOO_LARGE: {
    meaning: 'The claims request is longer than 16 KiB',
    mend: 'Ask for fewer claims.',
  },
  ERR_CLAIMS_ENCODING: {
    meaning: 'The claims request is neither JSON nor base64 of UTF-8',
    mend: 'Send the claims request as base64 of its JSON text.',
  },
  ERR_CLAIMS_JSON: {
    meaning: 'The claims request is not a strict JSON object',
    mend: 'Send one JSON object without duplicate members (OpenID Connect Core section 5.5).',
  },
  ERR_CLAIMS_SHAPE: {
    meaning: 'A member of the claims request does not have the shape that capabilities are merged into',
    mend: 'Make `access_token` and `xms_cc` objects and `values` an array of strings.',
  },
} as const;

/** Every code of {@link neighbourErrors}. */
export type NeighbourErrorCode = keyof typeof neighbourErrors;
