/** Codes of the stores that processes share. */
export const nodeErrors = {
  ERR_REDIS_UNAVAILABLE: {
    meaning: 'Redis did not answer in time, or with an error',
    mend: 'Check the connection and the server; until it answers, whatever depends on it is refused.',
  },
  ERR_REDIS_EVICTION: {
    meaning: 'Redis may evict entries when its memory is full',
    mend: 'Set maxmemory-policy to noeviction: a replay entry that is evicted is a replay that is accepted.',
  },
  ERR_REDIS_REPLY: {
    meaning: 'Redis answered something that this store did not ask for',
    mend: 'Use Redis 6.2 or newer, and a prefix that nobody else writes under.',
  },
  ERR_SEAL_BROKEN: {
    meaning: 'A sealed value does not open',
    mend: 'Use the key and the name it was sealed with; if they are right, the value was altered in the store.',
  },
} as const;
