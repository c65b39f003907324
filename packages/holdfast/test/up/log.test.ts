import assert from 'node:assert/strict';
import { Writable, type WritableOptions } from 'node:stream';
import { suite, test } from 'node:test';
import { createLog } from '../../src/up/log.ts';

suite('the log of holdfast up', () => {
  test('a reader that keeps up gets every line', () => {
    const written: string[] = [];
    const write: WritableOptions['write'] = (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    };
    const log = createLog(new Writable({ write }));
    for (let line = 0; line < 100; line += 1) log(`line ${line}`);
    assert.equal(written.length, 100);
    assert.equal(written[99], 'line 99\n');
  });

  test('lines that nobody reads take a bounded amount of memory', () => {
    const stalled = new Writable({ write: () => undefined });
    const log = createLog(stalled);
    const line = 'x'.repeat(1023);
    for (let count = 0; count < 5000; count += 1) log(line);
    assert.equal(stalled.writableLength, 1024 * 1024);
  });

  test('a reader that went away is not missed', () => {
    const closed = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const log = createLog(closed);
    assert.doesNotThrow(() => {
      for (let count = 0; count < 3; count += 1) log('nobody hears this');
    });
  });
});
