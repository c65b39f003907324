import { type CoreErrorCode, coreErrors } from './catalog.ts';
import type { ErrorEntry } from './holdfast-error.ts';

/** What errors say about their codes; package.json chooses between this and its twin `brief-texts.ts`. */
export const errorTexts: Readonly<Partial<Record<CoreErrorCode, ErrorEntry>>> = coreErrors;
