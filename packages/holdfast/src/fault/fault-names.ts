import type { FaultService } from '@holdfast/authority';

// By name once more: the command line tells of them without loading an authority. The compiler knows of one that is missing, or too many.
const services: Readonly<Record<FaultService, true>> = {
  sts: true,
  'mtls-sts': true,
  imds: true,
  'app-service': true,
  mits: true,
};

/** Services that can be made to fail. */
export const faultServices: readonly FaultService[] = Object.keys(services) as readonly FaultService[];

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
