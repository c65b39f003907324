/** A bounded memory that is fed more than it holds. */
export interface MemorySubject {
  /** How many different things fill it. */
  readonly capacity: number;
  /** Feeds it one thing that it has not seen, through the door that everybody uses. */
  feed(index: number): Promise<void>;
}

/** How large a subject is made. */
export interface SubjectSize {
  /** For memories whose size can be chosen. */
  readonly entries: number;
}
