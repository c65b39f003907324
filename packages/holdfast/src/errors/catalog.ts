/** Codes of the command line. */
export const commandLineErrors = {
  ERR_REDIRECT_URI_APPLICATION: {
    meaning: 'A redirect address names an application that the directory does not have',
    mend: 'Write --redirect-uri APP=URI with the name of an application, for example spa.',
  },
} as const;
