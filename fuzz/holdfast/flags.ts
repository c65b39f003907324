import { defaultConfiguration } from '@holdfast/authority';
import fc from 'fast-check';
import { findWeakness, weaknesses } from '../../packages/holdfast/src/demo/weaknesses.ts';
import { addRedirectUris } from '../../packages/holdfast/src/up/add-redirect-uris.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { memberName } from '../mutate/json.ts';
import { mutantsOf } from '../mutate/text.ts';

const names = ['daemon', 'spa', 'web-app', 'orders-api', 'fabrikam-daemon'];

const redirectUri = defineTarget({
  name: 'holdfast/redirect-uri',
  shortRuns: 500,
  arbitrary: fc.record({
    application: fc.oneof(fc.constantFrom(...names), memberName),
    uri: mutantsOf(
      'http://localhost:5173/',
      'https://app.example/callback',
      'javascript:alert(1)',
      'http://evil.example/',
    ),
  }),
  run: async ({ application, uri }) => {
    const outcome = await attempt(() => addRedirectUris(defaultConfiguration, [{ application, uri }]));
    if (!outcome.accepted) return;
    const applications = Object.values(outcome.value.tenants).flatMap((tenant) =>
      Object.entries(tenant.applications ?? {}),
    );
    expect(
      applications
        .map(([name]) => name)
        .sort()
        .join() === names.toSorted().join(),
      'makes an application up',
    );
    const [, changed] = applications.find(([name]) => name === application) ?? [];
    expect(changed?.redirectUris?.at(-1) === uri, 'adds the address to another application');
    const { protocol, hostname } = new URL(uri);
    const isLoopback = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    expect(protocol === 'https:' || isLoopback, 'registers an address that a directory file could not hold');
  },
});

const weakness = defineTarget({
  name: 'holdfast/weakness',
  shortRuns: 500,
  arbitrary: fc.oneof(memberName, mutantsOf(...weaknesses.map(({ name }) => name))),
  run: async (name) => {
    const outcome = await attempt(() => findWeakness(name));
    const isKnown = weaknesses.some((known) => known.name === name);
    expect(outcome.accepted && outcome.value?.name === (isKnown ? name : undefined), 'weakens something else');
  },
});

/** Flags of the command line. */
export const flagTargets: readonly FuzzTarget[] = [redirectUri, weakness];
