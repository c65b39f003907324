import type { Explanation } from './explanation.ts';
import type { Question } from './question.ts';

/** What was given: its bytes, and its text where they are text. */
export interface Subject {
  readonly bytes: Uint8Array;
  /** Without blanks around it; empty where the bytes are no text. */
  readonly text: string;
}

/** Explains what was recognised. */
export type Explainer = (question: Question) => Promise<Explanation>;

/** Recognises one kind of thing, by its looks alone: it may be broken in every other way. */
export type Recogniser = (subject: Subject) => Explainer | undefined;

/** Makes a subject of text that was found inside something else. */
export function subjectOf(text: string): Subject {
  return { bytes: new TextEncoder().encode(text), text: text.trim() };
}
