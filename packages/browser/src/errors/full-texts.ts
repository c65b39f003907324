import type { ErrorEntry } from '@holdfast/core';
import { type BrowserErrorCode, browserErrors } from './catalog.ts';

/** What errors say about their codes; package.json chooses between this and its twin `brief-texts.ts`. */
export const errorTexts: Readonly<Partial<Record<BrowserErrorCode, ErrorEntry>>> = browserErrors;
