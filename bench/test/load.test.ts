import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { askInTurn, openConnection } from '../load/ask-in-turn.ts';

/** A server that answers each piece it is sent as it is told. */
async function serve(answer: (socket: Socket, asked: string) => unknown) {
  const server = createServer((socket) => socket.on('data', (piece) => answer(socket, piece.toString())));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = await openConnection({ port: (server.address() as AddressInfo).port, tls: false });
  return {
    socket,
    close() {
      socket.destroy();
      server.close();
    },
  };
}

test('the next request goes out when all of the answer is there, in however many pieces it comes', async () => {
  const asked: string[] = [];
  const { socket, close } = await serve(async (peer, piece) => {
    asked.push(piece);
    for (const part of ['HTTP/1.1 200 OK\r\nContent-', 'Length: 4\r\n\r\n', 'or', 'ds']) {
      peer.write(part);
      await wait(2);
    }
  });
  const requests = ['one', 'two'].map((text) => Buffer.from(text));
  const answers: boolean[] = [];
  await askInTurn(socket, { next: () => requests.shift(), answered: (isSuccess) => answers.push(isSuccess) });
  assert.deepEqual(
    [asked, answers],
    [
      ['one', 'two'],
      [true, true],
    ],
  );
  close();
});

test('an answer that is not 200 is told from one that is', async () => {
  const { socket, close } = await serve((peer) => peer.write('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n'));
  const requests = [Buffer.from('one')];
  const answers: boolean[] = [];
  await askInTurn(socket, { next: () => requests.shift(), answered: (isSuccess) => answers.push(isSuccess) });
  assert.deepEqual(answers, [false]);
  close();
});

test('a connection that ends under a request fails the measurement', async () => {
  const { socket, close } = await serve((peer) => peer.end());
  await assert.rejects(askInTurn(socket, { next: () => Buffer.from('one'), answered: () => undefined }), /ended/);
  close();
});
