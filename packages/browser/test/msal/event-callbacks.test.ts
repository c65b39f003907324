import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createEventCallbacks } from '../../src/msal/event-callbacks.ts';
import { EventType } from '../../src/msal/words.ts';

suite('event callbacks', () => {
  test('each is told what it asked for, until it is removed', () => {
    const events = createEventCallbacks();
    const [all, some]: [string[], string[]] = [[], []];
    const id = events.add(({ eventType }) => all.push(eventType));
    events.add(({ eventType }) => some.push(eventType), [EventType.LOGOUT_END]);
    events.tell(EventType.LOGIN_SUCCESS, { correlationId: 'call' });
    events.tell(EventType.LOGOUT_END);
    events.remove(id ?? '');
    events.tell(EventType.LOGOUT_END);
    assert.deepEqual(all, ['msal:loginSuccess', 'msal:logoutEnd']);
    assert.deepEqual(some, ['msal:logoutEnd', 'msal:logoutEnd']);
  });

  test('a name that is taken is taken', () => {
    const events = createEventCallbacks();
    assert.equal(
      events.add(() => undefined, [], 'mine'),
      'mine',
    );
    assert.equal(
      events.add(() => undefined, [], 'mine'),
      null,
    );
  });

  test('one that throws keeps nobody else from being told', () => {
    const events = createEventCallbacks();
    const reported: unknown[] = [];
    const { reportError: before } = globalThis;
    globalThis.reportError = (error) => reported.push(error);
    try {
      const told: string[] = [];
      const fault = new Error('of the page');
      events.add(() => {
        throw fault;
      });
      events.add(({ eventType }) => told.push(eventType));
      events.tell(EventType.LOGIN_SUCCESS);
      assert.deepEqual([told, reported], [['msal:loginSuccess'], [fault]]);
    } finally {
      globalThis.reportError = before;
    }
  });
});
