/** Version of this package; a test compares it with package.json. */
export const packageVersion = '0.1.0';

/**
 * Which library asks, in the headers that IMDS and Entra keep for their logs.
 *
 * The name is our own: `MSAL.…` would make the operator of the authority look for a fault in the wrong library.
 */
export const libraryHeaders: Readonly<Record<string, string>> = Object.freeze({
  'x-client-SKU': 'holdfast-node',
  'x-client-Ver': packageVersion,
});

/** The same, and what it runs on: family of the operating system and of the processor, no release and no name of the machine. */
export const machineHeaders: Readonly<Record<string, string>> = Object.freeze({
  ...libraryHeaders,
  'x-client-OS': process.platform,
  'x-client-CPU': process.arch,
});
