import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assertShowsNoSecret, type FakeReply, secret } from '@holdfast/testing';
import type { ManagedIdentitySourceEvent } from '../../src/managed-identity-source/source-event.ts';
import { goodReply, type OfferedSource, openScripted, question, secretHeader, token } from './scripted-source.ts';

const away: FakeReply = { status: 500, json: { error: 'server_error' } };
const updating: FakeReply = { status: 410, json: {} };
const refused: FakeReply = { status: 400, json: { error: 'invalid_resource' } };
const unknown: FakeReply = { status: 400, json: { error: 'invalid_request', error_description: 'Identity not found' } };
const tokenHash = 'a'.repeat(64);

interface Row {
  readonly source: OfferedSource;
  readonly replies: readonly FakeReply[];
  readonly part?: object;
  readonly options?: object;
  /** The statuses that it was asked again after, and the outcome; none where there is nothing to say of it. */
  readonly told: readonly [readonly number[], string?, string?];
}

/** What a source answers, and what is told of it. */
const rows: Readonly<Record<string, Row>> = {
  'a token at once': { source: 'imds', replies: [goodReply], told: [[], 'success'] },
  'a token after two refusals': {
    source: 'imds',
    replies: [away, away, goodReply],
    told: [[500, 500], 'retry-succeeded'],
  },
  'an update that takes its time': { source: 'imds', replies: [updating, goodReply], told: [[410], 'retry-succeeded'] },
  'never a token': {
    source: 'service-fabric',
    replies: [away, away, away, away],
    told: [[500, 500, 500], 'retry-failed', 'ERR_MANAGED_IDENTITY_UNAVAILABLE'],
  },
  'no such identity': {
    source: 'app-service',
    replies: [unknown],
    told: [[], 'not-found', 'ERR_MANAGED_IDENTITY_NOT_FOUND'],
  },
  'somebody else answers': {
    source: 'imds',
    replies: [{ status: 302, json: {} }],
    told: [[], 'not-found', 'ERR_MANAGED_IDENTITY_FOREIGN'],
  },
  'refused, and not asked again': { source: 'imds', replies: [refused], told: [[]] },
  'asked again in vain, then refused': {
    source: 'imds',
    replies: [away, refused],
    told: [[500], 'retry-failed', 'ERR_MANAGED_IDENTITY_REFUSED'],
  },
  'not asked again where that is switched off': {
    source: 'imds',
    replies: [away],
    options: { retries: false },
    told: [[]],
  },
};

async function tell({ source, replies, part, options }: Omit<Row, 'told'>) {
  const events: ManagedIdentitySourceEvent[] = [];
  const { ask, pauses } = openScripted(source, replies, { ...options, events: (event) => events.push(event) });
  await ask(part).catch(() => undefined);
  return { events, pauses };
}

suite('what a source of managed identities tells', () => {
  for (const [name, row] of Object.entries(rows)) {
    test(name, async () => {
      const { events, pauses } = await tell(row);
      const { source, told } = row;
      const [statuses, outcome, code] = told;
      const retries = statuses.map((status, index) => ({
        name: 'managed-identity.retried',
        source,
        attempt: index + 1,
        delayMs: pauses[index],
        status,
        correlationId: question.correlationId,
      }));
      const about = { name: 'credential.outcome', source, tokenType: 'Bearer', bypassCache: false, outcome, code };
      assert.deepEqual(events, outcome === undefined ? retries : [...retries, about]);
      assertShowsNoSecret(events, [secret('header', secretHeader), secret('token', token)]);
    });
  }

  test('the cache is passed over where the source is told which token was refused, and only there', async () => {
    const bypassed = async (source: OfferedSource, options = {}, part = {}) => {
      const { events } = await tell({ source, replies: [goodReply], options, part });
      return events.map((event) => event.name === 'credential.outcome' && event.bypassCache);
    };
    assert.deepEqual(await bypassed('service-fabric', {}, { tokenHash }), [true]);
    assert.deepEqual(await bypassed('app-service', { appServiceRevocation: true }, { tokenHash }), [true]);
    assert.deepEqual(await bypassed('app-service', {}, { tokenHash }), [false]);
    assert.deepEqual(await bypassed('imds', {}, { tokenHash }), [false]);
    assert.deepEqual(await bypassed('service-fabric'), [false]);
  });

  test('who leaves tells nothing about the source; a sink that throws is nobody’s failure', async () => {
    const events: ManagedIdentitySourceEvent[] = [];
    const leaving = new AbortController();
    const gone = openScripted('imds', [away, away], {
      events: (event) => {
        events.push(event);
        leaving.abort(new Error('left'));
      },
    });
    await assert.rejects(gone.ask({}, leaving.signal), /left/);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['managed-identity.retried'],
    );
    const throwing = openScripted('imds', [away, goodReply], {
      events: () => {
        throw new Error('no room');
      },
    });
    assert.equal((await throwing.ask()).accessToken, token);
  });
});
