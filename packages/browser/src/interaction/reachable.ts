/** Tells whether a window of another origin is around this one or has opened it, and so may hold a handle on what this one opens. */
export function isReachableFromElsewhere(): boolean {
  try {
    let around: Window = window;
    while (around !== around.parent) {
      around = around.parent;
      void around.location.href;
    }
    void (window.opener as Window | null)?.location.href;
    return false;
  } catch {
    return true;
  }
}
