import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The responses that each connection of a server waits for. */
export interface AwaitedResponses {
  /**
   * Remembers a response until it was sent, or its connection has ended.
   *
   * @returns how many its connection waits for now
   */
  add(response: ServerResponse): number;
  of(connection: Duplex): readonly ServerResponse[];
}

/** Makes the memory of one server; nobody waits for anything yet. */
export function createAwaitedResponses(): AwaitedResponses {
  const awaited = new WeakMap<Duplex, Set<ServerResponse>>();
  // One function for all: a closure for each response would cost more than what it does.
  function forget(this: ServerResponse): void {
    awaited.get(this.req.socket)?.delete(this);
  }
  return {
    add: (response) => {
      const { socket } = response.req;
      const responses = awaited.get(socket) ?? new Set();
      awaited.set(socket, responses.add(response));
      response.on('close', forget);
      return responses.size;
    },
    of: (connection) => [...(awaited.get(connection) ?? [])],
  };
}
