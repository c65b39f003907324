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
  ERR_PKCS11_LIBRARY: {
    meaning: 'The package pkcs11js, which speaks to PKCS#11 tokens, is not there',
    mend: 'Run npm install pkcs11js; it is compiled on the machine, which takes a C++ compiler and Python.',
  },
  ERR_PKCS11_MODULE: {
    meaning: 'The PKCS#11 module cannot be loaded',
    mend: "Give the absolute path of the library that came with the token, built for this machine's processor.",
  },
  ERR_PKCS11_TOKEN: {
    meaning: 'There is not exactly one token of that name',
    mend: 'Compare token and serialNumber with what pkcs11-tool --list-slots shows, and check that this process may use the token.',
  },
  ERR_PKCS11_PIN: {
    meaning: 'The token does not take the PIN',
    mend: 'Check the PIN with the tools of the token; the same PIN is not tried twice, so that no try is lost.',
  },
  ERR_PKCS11_KEY_MISSING: {
    meaning: 'There is not exactly one private key of that name in the token',
    mend: 'Compare object and id with what pkcs11-tool --login --list-objects shows.',
  },
  ERR_PKCS11_KEY_EXPOSED: {
    meaning: 'The token would give the private key away',
    mend: 'Make a key in the token that is sensitive and not extractable, as pkcs11-tool --keypairgen does.',
  },
  ERR_PKCS11_KEY_TYPE: {
    meaning: 'The key in the token cannot be used for this',
    mend: 'Make an RSA key of 2048 bits or more that may sign, in a token with RSA-PSS; it must not ask for its PIN at each signature.',
  },
  ERR_PKCS11_KEY_MISMATCH: {
    meaning: 'What the token signs does not belong to the public half that it shows',
    mend: 'Make the key pair anew in the token; nothing was sent.',
  },
  ERR_PKCS11_ENGINE: {
    meaning: 'OpenSSL does not reach the key, so TLS cannot present it',
    mend: 'Start the program in the environment that buildEngineEnvironment gives for the same module, and without --openssl-config.',
  },
  ERR_PKCS11_FAILED: {
    meaning: 'The token failed',
    mend: "Check the token and its connection; after it was away, start the program again, since OpenSSL's engine does not find it again.",
  },
} as const;
