/** Codes of client certificates and of where they come from. */
export const certificateErrors = {
  ERR_CLIENT_CERTIFICATE_MALFORMED: {
    meaning: 'A certificate cannot be read',
    mend: 'Give PEM text with the certificate first and its issuers after it, or a PFX file.',
  },
  ERR_CLIENT_CERTIFICATE_TRUNCATED: {
    meaning: 'PEM text ends in the middle of a block',
    mend: 'Give the whole file; if something writes it at this moment, write a new file and rename it.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_MISSING: {
    meaning: 'There is a certificate but no private key',
    mend: 'Give the private key too: export the PFX with it, or name the file that holds it.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_MALFORMED: {
    meaning: 'A private key cannot be read',
    mend: 'Give one private key in PKCS#8 or the traditional PEM form.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_MISMATCH: {
    meaning: 'The private key does not belong to the certificate',
    mend: 'Give the two that were made together; in PEM text the own certificate comes first.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_TYPE: {
    meaning: 'A client certificate cannot have a key of this type',
    mend: 'Use RSA, or an elliptic curve key on P-256, P-384 or P-521.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_WEAK: {
    meaning: 'The key of the client certificate is too weak',
    mend: 'Use RSA of 2048 bits or more, or P-256, P-384 or P-521.',
  },
  ERR_CLIENT_CERTIFICATE_KEY_HELD: {
    meaning:
      'The key of the client certificate is held by an OpenSSL engine, which signs TLS handshakes and nothing else',
    mend: 'Present the certificate on the connection, with authenticationScheme mtls_pop, instead of signing assertions with it.',
  },
  ERR_CLIENT_CERTIFICATE_ENGINE: {
    meaning: 'The OpenSSL engine that holds the key of the client certificate does not give it',
    mend: 'Start the program in the environment that buildEngineEnvironment gives, and keep its key provider open.',
  },
  ERR_CLIENT_CERTIFICATE_UNUSABLE: {
    meaning: 'TLS refuses to use this certificate',
    mend: 'Have it issued again: with SHA-256 or better, by issuers whose keys are not weak.',
  },
  ERR_CLIENT_CERTIFICATE_PASSWORD: {
    meaning: 'The password does not open the private key',
    mend: 'Give the password that the file was written with.',
  },
  ERR_CLIENT_CERTIFICATE_ENCRYPTION: {
    meaning: 'A file is encrypted in a way that this Node does not support',
    mend: 'Write it again with AES: openssl pkcs12 -in old.pfx -legacy -nodes | openssl pkcs12 -export -out new.pfx.',
  },
  ERR_CLIENT_CERTIFICATE_FILE: {
    meaning: 'A certificate file cannot be read',
    mend: 'Check that the path is right and that this process may read it.',
  },
  ERR_CLIENT_CERTIFICATE_SOURCE: {
    meaning: 'A certificate source gave something else',
    mend: 'Give what parsePemCertificate or parsePfxCertificate makes.',
  },
  ERR_CLIENT_CERTIFICATE_EXPIRED: {
    meaning: 'The client certificate has expired',
    mend: 'Renew it; a file or callback source picks the new one up by itself.',
  },
  ERR_CLIENT_CERTIFICATE_NOT_YET_VALID: {
    meaning: 'The client certificate is not valid yet',
    mend: 'Wait until its first moment, or check the clock of this machine.',
  },
  ERR_CLIENT_CERTIFICATE_USAGE: {
    meaning: 'The certificate is not for TLS clients',
    mend: 'Have it issued with the extended key usage clientAuth (1.3.6.1.5.5.7.3.2), or without any.',
  },
  ERR_CLIENT_CERTIFICATE_SELF_SIGNED: {
    meaning: 'The client certificate is self-signed, which is not allowed here',
    mend: 'Have it issued by an authority, or leave out selfSigned: refused.',
  },
} as const;
