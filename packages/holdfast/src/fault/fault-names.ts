/** Services that can be made to fail. */
export const faultServices = ['sts', 'mtls-sts', 'imds', 'app-service', 'mits'] as const;

/** One of them. */
export type FaultService = (typeof faultServices)[number];

/** Ways in which services of the platform fail, by name. */
export const faultPresets = [
  'identity-not-found',
  'gone',
  'throttled',
  'error',
  'unavailable',
  'slow',
  'reset',
  'html',
  'garbled',
  'invalid-client',
  'attestation-time-range',
  'attestation-issuer',
  'attestation-claim',
  'attestation-jku',
  'attestation-signature',
] as const;

/** One of them. */
export type FaultPreset = (typeof faultPresets)[number];
