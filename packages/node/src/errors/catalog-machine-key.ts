/** Codes of the keys of a machine. */
export const machineKeyErrors = {
  ERR_MACHINE_KEY_STRENGTH: {
    meaning: 'The key of this machine is kept less well than was asked for',
    mend: 'Use a key provider that gives the strength, or lower minStrength if that is acceptable; nothing was sent.',
  },
  ERR_MACHINE_KEY_CLOSED: {
    meaning: 'The key provider was closed',
    mend: 'Make a new provider after close.',
  },
} as const;
