/** A promise that a test opens when it likes: the way to hold a fake reply back without sleeping. */
export interface Gate {
  /** Resolves when the gate is opened. */
  readonly opened: Promise<void>;
  /** Opens the gate; opening it again does nothing. */
  open(): void;
}

/** Makes a closed {@link Gate}. */
export function createGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** Lets every promise reaction that is already due run, several generations deep, without a timer. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
