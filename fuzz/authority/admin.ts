import { isJsonObject } from '@holdfast/core';
import fc from 'fast-check';
import { type FuzzAuthority, openFuzzAuthority } from '../artefacts/authority.ts';
import { exchange, type RawResponse } from '../artefacts/exchange.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editHeaders, type HeaderLines, headerEdits } from '../mutate/header-lines.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { editText, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const fault = {
  service: 'sts',
  match: { path: '/error', method: 'get', body: '' },
  status: 418,
  headers: { 'X-Fault': 'yes', 'Retry-After': '1' },
  body: { error: 'teapot' },
  reset: false,
  times: 2,
};

// Whoever lacks the key gets nothing; whoever has it can make the STS misbehave, but not break.
const admin = defineTarget({
  name: 'authority/admin',
  shortRuns: 150,
  arbitrary: fc.record({
    route: fc.constantFrom(
      'POST /faults',
      'POST /faults',
      'GET /counters',
      'GET /directory',
      'DELETE /faults',
      'GET /x',
    ),
    members: fc.option(jsonEdits),
    text: fc.option(textEdits, { freq: 1 }),
    headers: fc.option(headerEdits),
    key: fc.option(textEdits, { freq: 1 }),
  }),
  run: async ({ route, members, text, headers, key }) => {
    const authority = await openFuzzAuthority();
    const [method = '', path = ''] = route.split(' ');
    const json = JSON.stringify(members === null ? fault : editJson(fault, members)) ?? '';
    const honestKey = `Bearer ${authority.adminKey}`;
    const authorization = key === null ? honestKey : editText(honestKey, key);
    const lines: HeaderLines = [
      ['host', `127.0.0.1:${authority.adminPort}`],
      ['authorization', authorization],
      ...(method === 'POST' ? [['content-type', 'application/json'] as const] : []),
    ];
    const sent = headers === null ? lines : editHeaders(lines, headers);
    const body = method === 'POST' ? (text === null ? json : editText(json, text)) : undefined;
    const outcome = await attempt(() => exchange({ port: authority.adminPort, method, path, headers: sent, body }));
    expect(outcome.accepted, 'the exchange itself failed');
    const answer = outcome.value;
    if (typeof answer !== 'string' && answer.status !== 400) expectGuarded(answer, sent, authority);
    if (typeof answer !== 'string') checkNoSecret([answer.body, answer.headers]);
    if (route === 'POST /faults' && typeof answer !== 'string' && answer.status === 201)
      await expectNotBroken(authority);
    authority.expectCalmEvents();
  },
});

/** The admin service. */
export const adminTargets: readonly FuzzTarget[] = [admin];

function expectGuarded(answer: RawResponse, lines: HeaderLines, authority: FuzzAuthority): void {
  expect(answer.status < 500, 'fails at something that nobody foresaw');
  const named = (wanted: string): readonly string[] =>
    lines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value.replace(/^[ \t]+|[ \t]+$/g, ''));
  // Node passes on the first of several.
  const [key = ''] = named('authorization');
  const hasKey = new RegExp(`^bearer +${authority.adminKey}\\s*$`, 'i').test(key);
  const isForeign = ['forwarded', 'x-forwarded-host'].some((name) => named(name).length > 0);
  if (!hasKey || isForeign || named('host')[0] !== `127.0.0.1:${authority.adminPort}`) {
    expect(answer.status === 401 || answer.status === 403, 'lets somebody in without the key');
  }
}

// Asks where the fault may hit: an answer as ordered, or the usual one, or a cut connection; then everything is as before.
async function expectNotBroken(authority: FuzzAuthority): Promise<void> {
  const ask = (path: string) => exchange({ port: authority.stsPort, method: 'GET', path, headers: [['host', 'x']] });
  const hit = await ask('/error?code=700016');
  expect(hit === 'cut' || (typeof hit !== 'string' && hit.status >= 200), 'cannot be talked to any more');
  await exchange({
    port: authority.adminPort,
    method: 'DELETE',
    path: '/faults',
    headers: [
      ['host', `127.0.0.1:${authority.adminPort}`],
      ['authorization', `Bearer ${authority.adminKey}`],
    ],
  });
  const after = await ask('/contoso.example/discovery/v2.0/keys');
  const set: unknown = typeof after === 'string' ? undefined : JSON.parse(after.body);
  expect(isJsonObject(set) && Array.isArray(set['keys']), 'stays broken after the fault was taken away');
}
