// A table of data: one row per code, in the order of the rooms.
/** Codes of the command line. */
export const commandLineErrors = {
  ERR_COMMAND_LINE: {
    meaning: 'The command line is not understood',
    mend: 'Run holdfast help for the commands, or holdfast help and the name of one for its flags.',
  },
  ERR_REDIRECT_URI_ADDRESS: {
    meaning: 'A redirect address may not be registered',
    mend: 'Use https, or http on loopback, without a fragment.',
  },
  ERR_REDIRECT_URI_APPLICATION: {
    meaning: 'A redirect address names an application that the directory does not have',
    mend: 'Write --redirect-uri APP=URI with the name of an application, for example spa.',
  },
  ERR_INPUT_UNREADABLE: {
    meaning: 'A file that the command line names cannot be read',
    mend: 'Check the path and who may read it.',
  },
  ERR_INPUT_TOO_LARGE: {
    meaning: 'The input is longer than this command reads',
    mend: 'Give less.',
  },
  ERR_SETTINGS_AUTHORITY: {
    meaning: 'No authority and application are named',
    mend: 'Stand beside the .holdfast folder of a running holdfast up, or give --env-file, --data, or --authority with --client-id; AZURE_* variables are read too.',
  },
  ERR_SETTINGS_CREDENTIAL: {
    meaning: 'The application needs exactly one credential',
    mend: 'Give --client-secret-file (- reads stdin), --cert with --cert-key, or --pfx; AZURE_CLIENT_SECRET and AZURE_CLIENT_CERTIFICATE_PATH are read where AZURE_CLIENT_ID is.',
  },
  ERR_SETTINGS_VALUE: {
    meaning: 'A setting cannot have its value',
    mend: 'Look the setting up with holdfast help token, holdfast help call or holdfast help inspect.',
  },
  ERR_ENV_FILE: {
    meaning: 'A line of the env file is not NAME=value',
    mend: 'Use the file that holdfast up writes, or one NAME=value on each line, with single quotes around a value that has blanks.',
  },
  ERR_KEY_FILE_EXISTS: {
    meaning: 'The file for the new key is there already',
    mend: 'Leave --new-key out to use the key in it, or name another file: a key is never overwritten.',
  },
  ERR_KEY_FILE_UNUSABLE: {
    meaning: 'The key file does not hold a key that can sign proofs',
    mend: 'Give PEM of an unencrypted P-256 or RSA private key; --new-key makes one.',
  },
  ERR_HELD_TOKEN: {
    meaning: 'The file does not hold one access token',
    mend: 'Give the access token alone, as holdfast token prints it.',
  },
  ERR_HELD_TOKEN_KEY: {
    meaning: 'The access token is bound to another key or certificate than the one at hand',
    mend: 'Give --key with the key that the token was acquired for, or --scheme mtls_pop with the certificate; a bound token is never sent without its proof.',
  },
  ERR_HELD_TOKEN_UNBOUND: {
    meaning: 'The access token is bound to nothing, and a proof was asked for',
    mend: 'Acquire a bound token; if you mean to send a bearer token, say --scheme bearer.',
  },
  ERR_HELD_TOKEN_CLAIMS: {
    meaning: 'The API asks for other claims, which a token from a file cannot get',
    mend: 'Acquire a new token with holdfast token --claims, or leave --token-file out.',
  },
  ERR_CALL_UNREACHABLE: {
    meaning: 'The API could not be reached',
    mend: 'Check the address and the network; --ca names the CA of a private certificate.',
  },
  ERR_CALL_TIMEOUT: {
    meaning: 'The API did not answer in time',
    mend: 'Try again later, or raise --max-time.',
  },
  ERR_CALL_BODY_TOO_LARGE: {
    meaning: 'The answer is longer than --json holds',
    mend: 'Leave --json out and send stdout to a file.',
  },
  ERR_KEYS_UNAVAILABLE: {
    meaning: 'The keys of the authority could not be had',
    mend: 'Check the address of the authority and --ca, or give the keys with --key-set.',
  },
  ERR_ADMIN_DOOR_CLOSED: {
    meaning: 'No holdfast up runs on this data directory',
    mend: 'Start it, stand beside its .holdfast folder or name the folder with --data; or give --admin and --admin-key-file.',
  },
  ERR_ADMIN_DOOR_UNREACHABLE: {
    meaning: 'The admin service does not answer',
    mend: 'Check that holdfast up still runs, and the address of its admin service.',
  },
  ERR_ADMIN_DOOR_REFUSED: {
    meaning: 'The admin service said no',
    mend: 'docs/admin-api.md describes every request.',
  },
} as const;

/** Every code of {@link commandLineErrors}. */
export type CommandLineErrorCode = keyof typeof commandLineErrors;
