import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPageInteraction, issuer, pause, refusal } from './page-fixtures.ts';

// Long before the time of a frame is up, however busy this machine is.
const patient = { frameTimeoutMs: 60_000 };
const soonMs = 30_000;
const frames = (): number => document.querySelectorAll('iframe').length;

describe('a sign-in by hidden frame', () => {
  it('brings the code, and the frame goes', async () => {
    const { interaction } = createPageInteraction();
    const { code, kind, issuer: named } = await interaction.askByFrame({ loginHint: 'yes' });
    assert.deepEqual([code, kind, named], ['the code', 'frame', issuer]);
    assert.equal(frames(), 0);
  });

  it('asks for an answer without a person, whatever the request says', async () => {
    const { interaction } = createPageInteraction();
    const { request } = await interaction.askByFrame({ loginHint: 'yes', prompt: 'login' });
    assert.equal(request.prompt, 'none');
  });

  it('needs no code of ours at the redirect address: the answer is read from the frame', async () => {
    const { interaction } = createPageInteraction({ redirectUri: `${location.origin}/empty` });
    assert.equal((await interaction.askByFrame({ loginHint: 'yes' })).code, 'the code');
    assert.equal((await interaction.askByFrame({ loginHint: 'query' })).code, 'the code');
  });

  it('says soon that nobody is signed in, as authorities do when third-party cookies are blocked', async () => {
    const { interaction } = createPageInteraction(patient);
    const { code, reason, tookMs } = await refusal(interaction.askByFrame({ loginHint: 'nobody is signed in' }));
    assert.deepEqual([code, reason], ['ERR_INTERACTION_REQUIRED', 'login_required']);
    assert.ok(tookMs < soonMs, `${tookMs}`);
    assert.equal(frames(), 0);
  });

  it('says soon that a person would be asked, where the authority shows a page', async () => {
    const { interaction } = createPageInteraction(patient);
    const { code, reason, tookMs } = await refusal(interaction.askByFrame({ loginHint: 'stay' }));
    assert.deepEqual([code, reason], ['ERR_INTERACTION_REQUIRED', 'interaction_required']);
    assert.ok(tookMs < soonMs, `${tookMs}`);
    assert.equal(frames(), 0);
  });

  it('says soon that a person would be asked, where the authority may not be framed', async () => {
    const { interaction } = createPageInteraction({ ...patient, query: "?csp=frame-ancestors 'none'" });
    const { code, tookMs } = await refusal(interaction.askByFrame({ loginHint: 'yes' }));
    assert.equal(code, 'ERR_INTERACTION_REQUIRED');
    assert.ok(tookMs < soonMs, `${tookMs}`);
  });

  it('waits for a page of the authority that goes on by script', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await interaction.askByFrame({ loginHint: 'yes, after a moment' })).code, 'the code');
  });

  it('ends in its time, and asks for a person then', async () => {
    const redirectUri = `${location.origin}/empty`;
    const { interaction } = createPageInteraction({ redirectUri, frameTimeoutMs: 700 });
    const { code, tookMs } = await refusal(interaction.askByFrame({ loginHint: 'to nobody' }));
    assert.equal(code, 'ERR_INTERACTION_REQUIRED');
    assert.ok(tookMs < 9000, `${tookMs}`);
  });

  it('ends by its caller', async () => {
    const controller = new AbortController();
    const asking = refusal(
      createPageInteraction().interaction.askByFrame({ loginHint: 'stay', signal: controller.signal }),
    );
    await pause(100);
    controller.abort();
    assert.equal((await asking).code, 'ERR_FLIGHT_ABORTED');
    assert.equal(frames(), 0);
  });

  it('cannot take the page around it elsewhere', async () => {
    const { href } = location;
    await refusal(createPageInteraction().interaction.askByFrame({ loginHint: 'another page' }));
    assert.equal(location.href, href);
  });

  it('mix-up, and other refusals, are told as what they are', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await refusal(interaction.askByFrame({ loginHint: 'mix-up' }))).code, 'ERR_SIGN_IN_ISSUER');
    assert.equal((await refusal(interaction.askByFrame({ loginHint: 'denied' }))).code, 'ERR_SIGN_IN_DENIED');
    const unreachable = createPageInteraction({ metadata: () => Promise.reject(new TypeError('unreachable')) });
    assert.equal((await refusal(unreachable.interaction.askByFrame({}))).code, 'TypeError');
  });

  it('hostile postMessage: nothing that another origin says is heard', async () => {
    const { interaction } = createPageInteraction();
    assert.equal((await interaction.askByFrame({ loginHint: 'a hostile message' })).code, 'the code');
  });

  it('many at once do not disturb one another, nor a popup', async () => {
    const { interaction } = createPageInteraction();
    const answers = await Promise.all(Array.from({ length: 5 }, () => interaction.askByFrame({ loginHint: 'yes' })));
    assert.equal(new Set(answers.map(({ codeVerifier }) => codeVerifier)).size, 5);
  });
});
