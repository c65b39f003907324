import type { Row } from './engine/row.ts';

/** Everything that is measured, in the order it is told. */
export const allRows: readonly Row[] = [];
