import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAccountNews } from '../../src/account/account-news.ts';

/** Waits until whatever was sent before has arrived: messages keep their order. */
async function settled(partition: string): Promise<void> {
  const [ear, mouth] = [
    new BroadcastChannel(`holdfast.accounts.${partition}`),
    new BroadcastChannel(`holdfast.accounts.${partition}`),
  ];
  await new Promise((resolve) => {
    ear.onmessage = ({ data }) => data === 'the end' && resolve(undefined);
    mouth.postMessage('the end');
  });
  ear.close();
  mouth.close();
}

test('other tabs of the same application hear the news, and nobody hears his own', async () => {
  const heard: string[] = [];
  const tabs = ['one', 'two'].map((name) => createAccountNews('app', (change) => heard.push(`${name} ${change}`)));
  const stranger = createAccountNews('another app', () => heard.push('stranger'));
  tabs[0]?.tell('signed-in');
  tabs[1]?.tell('signed-out');
  await settled('app');
  assert.deepEqual(heard.sort(), ['one signed-out', 'two signed-in']);
  for (const one of [...tabs, stranger]) one.close();
});

test('hostile BroadcastChannel: what is no news is passed over', async () => {
  const heard: string[] = [];
  const news = createAccountNews('app', (change) => heard.push(change));
  const script = new BroadcastChannel('holdfast.accounts.app');
  const messages = [undefined, null, 7, '', 'signed', { change: 'signed-out' }, ['signed-out'], 'x'.repeat(1_000_000)];
  for (const message of messages) script.postMessage(message);
  await settled('app');
  assert.deepEqual(heard, []);
  script.close();
  news.close();
});
