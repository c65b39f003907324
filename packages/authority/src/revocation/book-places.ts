import { randomBytes } from 'node:crypto';

/** One time that a book was open and was written in. */
export interface BookOpening {
  /** Made up at each opening: eight hexadecimal digits. */
  readonly mark: string;
  /** Number of the last place that was given then, also to an entry that has expired since. */
  readonly last: number;
}

/** Names for the places in a book, told apart by the opening that gave them. */
export interface BookPlaces {
  /** Number of the last place that was given before this opening. */
  readonly start: number;
  /** Cursor of a place. */
  nameOf(number: number): string;
  /**
   * Reads a cursor.
   *
   * @returns undefined for a cursor from elsewhere: of another book, or of what happened to this one after the copy that it was restored from
   */
  numberOf(cursor: string): number | undefined;
  /** The openings as they are to be written, when a place was the last one. */
  openingsUntil(number: number): readonly BookOpening[];
}

// A reader that was away for longer starts anew.
const mostOpenings = 32;

/**
 * Begins an opening of a book.
 *
 * Numbers alone would be given twice by a book that is restored from a copy: a reader of what came after the copy would take new entries
 * for those it has. A clock in their stead could be set back.
 *
 * @param earlier - the openings before this one
 */
export function createBookPlaces(earlier: readonly BookOpening[]): BookPlaces {
  const mark = randomBytes(4).toString('hex');
  const start = earlier.at(-1)?.last ?? 0;
  return {
    start,
    nameOf: (number) => findPlaceName(earlier, number) ?? `${mark}-${number}`,
    numberOf: (cursor) => {
      const [, ofOpening, digits] = /^([0-9a-f]{8})-(0|[1-9]\d{0,14})$/.exec(cursor) ?? [];
      const number = Number(digits);
      if (ofOpening === mark) return number;
      // Whatever was given later under this mark is not in the past of this book.
      return earlier.some((one) => one.mark === ofOpening && number <= one.last) ? number : undefined;
    },
    openingsUntil: (number) => (number > start ? [...earlier, { mark, last: number }].slice(-mostOpenings) : earlier),
  };
}

/** Finds the cursor of a place that one of these openings gave, or one before them. */
export function findPlaceName(openings: readonly BookOpening[], number: number): string | undefined {
  const opening = openings.find(({ last }) => number <= last);
  return opening === undefined ? undefined : `${opening.mark}-${number}`;
}
