import { encodeBase64, encodeBase64url, encodeUtf8 } from '@holdfast/core';
import type { Secret } from './secret.ts';

// One unit, often repeated: whoever quotes sixteen characters of it has quoted a whole unit.
const unit = 'zQ7xK9wV';

/** A text that stands for every secret a caller might put anywhere. It is planted in inputs and looked for in errors and events. */
export const canary: string = unit.repeat(4);

const inBase64 = Array.from({ length: 3 }, (_, shift) => {
  const encoded = encodeBase64url(encodeUtf8('-'.repeat(shift) + canary));
  return encoded.slice(8, 24);
});

const spellings = [unit, unit.toLowerCase(), unit.toUpperCase(), ...inBase64, Buffer.from(unit).toString('hex')];

/** The canary as a secret: in any letter case, in base64 of any alignment, in hexadecimal. */
export const canarySecret: Secret = { name: 'canary', needles: spellings };

/** The canary in base64, as it would stand in a credential. */
export const canaryInBase64: string = encodeBase64(encodeUtf8(canary));
