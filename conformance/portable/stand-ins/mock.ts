/** The part of `node:test`'s mocks that the suites use: methods that are watched, and a clock of timers that is moved by hand. */
export interface Mock {
  method(...parameters: WatchedMethod): Watched;
  readonly timers: {
    enable(options: { readonly apis: readonly string[] }): void;
    tick(milliseconds: number): void;
  };
}

type WatchedMethod = [target: object, name: string, replacement?: Method, options?: { readonly times?: number }];
type Method = (...parameters: unknown[]) => unknown;
type Watched = Method & { readonly mock: { readonly calls: { readonly arguments: readonly unknown[] }[] } };

interface Timer {
  readonly id: number;
  readonly dueMs: number;
  readonly run: () => void;
}

/** Makes the mocks of one test, and what undoes them afterwards. */
export function createMock(): { readonly mock: Mock; restore(): void } {
  const undone: (() => void)[] = [];
  const put = (target: object, name: string, value: unknown): void => {
    const own = Object.getOwnPropertyDescriptor(target, name);
    undone.push(() => {
      if (own === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, own);
    });
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  };
  return {
    mock: { method: (...parameters) => watch(put, parameters), timers: createTimers(put) },
    restore: () => {
      for (const undo of undone.reverse()) undo();
    },
  };
}

type Put = (target: object, name: string, value: unknown) => void;

function watch(put: Put, [target, name, replacement, options]: WatchedMethod): Watched {
  const original = Reflect.get(target, name) as Method;
  const calls: { readonly arguments: readonly unknown[] }[] = [];
  const watched = function (this: unknown, ...parameters: unknown[]): unknown {
    calls.push({ arguments: parameters });
    const isOver = calls.length > (options?.times ?? Number.POSITIVE_INFINITY);
    return (isOver ? original : (replacement ?? original)).apply(this, parameters);
  };
  put(target, name, watched);
  return Object.assign(watched, { mock: { calls } });
}

function createTimers(put: Put): Mock['timers'] {
  const clock = { nowMs: 0, lastId: 0, timers: [] as Timer[] };
  const set = (run: () => void, delayMs = 0): number => {
    clock.lastId += 1;
    clock.timers.push({ id: clock.lastId, dueMs: clock.nowMs + delayMs, run });
    return clock.lastId;
  };
  const clear = (id: number): void => {
    clock.timers = clock.timers.filter((timer) => timer.id !== id);
  };
  return {
    enable: ({ apis }) => {
      if (apis.join() !== 'setTimeout') throw new Error('only setTimeout can be mocked here');
      put(globalThis, 'setTimeout', set);
      put(globalThis, 'clearTimeout', clear);
    },
    tick: (milliseconds) => {
      clock.nowMs += milliseconds;
      const due = clock.timers.filter(({ dueMs }) => dueMs <= clock.nowMs).sort((a, b) => a.dueMs - b.dueMs);
      for (const { id, run } of due) {
        clear(id);
        run();
      }
    },
  };
}
