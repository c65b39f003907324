/** Codes of the command line. */
export const commandLineErrors = {
  ERR_COMMAND_LINE: {
    meaning: 'The command line is not understood',
    mend: 'Run holdfast help, or holdfast help up, to see what there is.',
  },
  ERR_REDIRECT_URI_ADDRESS: {
    meaning: 'A redirect address may not be registered',
    mend: 'Use https, or http on loopback, without a fragment.',
  },
  ERR_REDIRECT_URI_APPLICATION: {
    meaning: 'A redirect address names an application that the directory does not have',
    mend: 'Write --redirect-uri APP=URI with the name of an application, for example spa.',
  },
} as const;
