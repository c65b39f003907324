import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createPageInteraction,
  isElsewhere,
  issuer,
  type Opened,
  pause,
  refusal,
  until,
  watchOpened,
} from './page-fixtures.ts';

function watched(name: string, work: (opened: Opened) => Promise<void>): void {
  it(name, () => watchOpened(work));
}

describe('a sign-in by popup', () => {
  watched('brings the code, and the window closes', async ({ windows }) => {
    const { interaction } = createPageInteraction();
    const { code, kind, codeVerifier, issuer: named } = await interaction.askByPopup({ loginHint: 'yes' });
    assert.deepEqual([code, kind, named, codeVerifier.length], ['the code', 'popup', issuer, 43]);
    await until(() => windows.every((popup) => popup.closed));
  });

  watched('opens the window before anything is awaited', async ({ windows }) => {
    const { interaction } = createPageInteraction({ metadata: () => Promise.reject(new Error('unreachable')) });
    const asking = interaction.askByPopup({ loginHint: 'yes' });
    assert.equal(windows.length, 1);
    await assert.rejects(asking, /unreachable/);
    await until(() => windows[0]?.closed);
  });

  watched('works where the authority keeps windows apart (COOP)', async ({ windows }) => {
    const { interaction } = createPageInteraction({ query: '?coop=same-origin' });
    const asking = interaction.askByPopup({ loginHint: 'yes, slowly' });
    await until(() => windows[0]?.closed);
    assert.equal((await asking).code, 'the code');
  });

  watched('takes an answer in the query too', async () => {
    assert.equal((await createPageInteraction().interaction.askByPopup({ loginHint: 'query' })).code, 'the code');
  });

  watched('ends soon when the person closes the window', async ({ windows }) => {
    const { interaction } = createPageInteraction({ popupTimeoutMs: 90_000 });
    const asking = refusal(interaction.askByPopup({ loginHint: 'stay' }));
    await until(() => isElsewhere(windows[0]));
    // Three looks of the page, whose timers fire in the order in which they are due: it has seen the window elsewhere.
    await pause(600);
    windows[0]?.close();
    const { code, tookMs } = await asking;
    assert.equal(code, 'ERR_SIGN_IN_CANCELLED');
    assert.ok(tookMs < 45_000, `${tookMs}`);
  });

  watched('ends when the person closes the window before the authority is there', async ({ windows }) => {
    const { source } = createPageInteraction();
    const { interaction } = createPageInteraction({ metadata: () => pause(300).then(() => source.metadata()) });
    const asking = refusal(interaction.askByPopup({ loginHint: 'yes' }));
    windows[0]?.close();
    assert.equal((await asking).code, 'ERR_SIGN_IN_CANCELLED');
  });

  watched('two sign-ins at once: the later one replaces the earlier one, whose window closes', async ({ windows }) => {
    const { interaction } = createPageInteraction();
    const first = refusal(interaction.askByPopup({ loginHint: 'stay' }));
    await until(() => isElsewhere(windows[0]));
    const second = interaction.askByPopup({ loginHint: 'yes' });
    assert.equal((await first).code, 'ERR_SIGN_IN_REPLACED');
    assert.equal((await second).code, 'the code');
    await until(() => windows.every((popup) => popup.closed));
  });

  watched('two sign-ins at once, of which the earlier has not asked anybody yet', async () => {
    const { source } = createPageInteraction();
    const metadata = (): ReturnType<typeof source.metadata> => pause(200).then(() => source.metadata());
    const { interaction } = createPageInteraction({ metadata });
    const first = refusal(interaction.askByPopup({ loginHint: 'yes' }));
    const second = interaction.askByPopup({ loginHint: 'yes' });
    assert.equal((await first).code, 'ERR_SIGN_IN_REPLACED');
    assert.equal((await second).code, 'the code');
  });

  watched('ends by its caller, and the window closes', async ({ windows }) => {
    const controller = new AbortController();
    const asking = refusal(
      createPageInteraction().interaction.askByPopup({ loginHint: 'stay', signal: controller.signal }),
    );
    await until(() => isElsewhere(windows[0]));
    controller.abort();
    assert.equal((await asking).code, 'ERR_FLIGHT_ABORTED');
    await until(() => windows[0]?.closed);
  });

  watched('ends in time, and with the client', async () => {
    const { interaction } = createPageInteraction({ popupTimeoutMs: 600 });
    assert.equal((await refusal(interaction.askByPopup({ loginHint: 'stay' }))).code, 'ERR_SIGN_IN_TIMEOUT');
    const asking = refusal(interaction.askByPopup({ loginHint: 'stay' }));
    interaction.close();
    assert.equal((await asking).code, 'ERR_SIGN_IN_REPLACED');
  });

  watched('is refused where the browser opens no window', async () => {
    window.open = () => null;
    const { code } = await refusal(createPageInteraction().interaction.askByPopup({ loginHint: 'yes' }));
    assert.equal(code, 'ERR_SIGN_IN_POPUP_BLOCKED');
  });

  watched('is refused with a redirect address of another origin, for no answer could come from there', async () => {
    const { interaction } = createPageInteraction({ redirectUri: `http://127.0.0.1:${location.port}/` });
    assert.equal((await refusal(interaction.askByPopup({ loginHint: 'yes' }))).code, 'TypeError');
  });

  watched('tells the refusals of the authority apart', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await refusal(interaction.askByPopup({ loginHint: 'denied' }))).code, 'ERR_SIGN_IN_DENIED');
    const { code, reason } = await refusal(interaction.askByPopup({ loginHint: 'nobody is signed in' }));
    assert.deepEqual([code, reason], ['ERR_INTERACTION_REQUIRED', 'login_required']);
  });

  watched('mix-up: the answer of another authority is refused', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await refusal(interaction.askByPopup({ loginHint: 'mix-up' }))).code, 'ERR_SIGN_IN_ISSUER');
  });

  watched('a forged state reaches nobody', async () => {
    const { interaction } = createPageInteraction({ popupTimeoutMs: 3000 });
    const { code } = await refusal(interaction.askByPopup({ loginHint: 'forged state' }));
    // The window closes itself: whether it was seen elsewhere before that is a matter of chance.
    assert.match(code, /^ERR_SIGN_IN_(?:TIMEOUT|CANCELLED)$/);
  });

  watched('hostile postMessage: nothing that another origin says is heard', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await interaction.askByPopup({ loginHint: 'a hostile message' })).code, 'the code');
  });

  watched(
    'hostile BroadcastChannel: what does not repeat the whole state is passed over',
    async ({ windows, channels }) => {
      const asking = createPageInteraction().interaction.askByPopup({ loginHint: 'yes, slowly' });
      await until(() => isElsewhere(windows[0]));
      const [name = ''] = channels;
      const state = `holdfast.popup.${name.split('.')[1]}.another-client`;
      const channel = new BroadcastChannel(name);
      const messages = [undefined, null, 7, {}, { code: 'x', state }, `code=x&state=${state}`, 'x'.repeat(1_000_000)];
      for (const message of messages) channel.postMessage(message);
      channel.close();
      assert.equal((await asking).code, 'the code');
    },
  );
});
