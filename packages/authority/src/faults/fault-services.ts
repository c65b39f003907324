/** Services that can be made to fail. */
export const faultServices = ['sts', 'mtls-sts', 'imds', 'app-service', 'mits'] as const;

/** One of them. */
export type FaultService = (typeof faultServices)[number];
