const closers: (() => unknown)[] = [];

/** Registers what must be closed before the process can end. */
export function atEnd(close: () => unknown): void {
  closers.push(close);
}

/** Closes everything, last opened first. */
export async function endAll(): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
}
