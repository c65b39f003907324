import { openSignedInPage, pageMissing } from '../browser/signed-in-page.ts';
import type { Timed } from '../browser/token-page.ts';
import type { Contestant, Row } from '../engine/row.ts';

const names = ['holdfast', 'crypto.subtle.sign', 'msal-browser'] as const;

const inPage: Row = {
  name: 'token from cache with its signed request, in Chromium',
  unit: 'µs',
  async prepare({ quick }) {
    const page = await openSignedInPage();
    return {
      contestants: takeTurns(() => page.time(quick ? 40 : 200)),
      // At most 1.2 times the time of the signature alone.
      targets: [{ of: 'holdfast', against: 'crypto.subtle.sign', atLeast: 1 / 1.2 }],
      notes: [
        'RS256, one token and one address; the bare signature is over the same bytes, which are there',
        'all of them in turn, call by call, in one page; the mean of the middle half of each round',
      ],
      close: () => page.close(),
    };
  },
};

/** One measurement gives the figures of all: whoever comes first in a round begins it. */
function takeTurns(measure: () => Promise<Readonly<Record<Timed, number>>>): readonly Contestant[] {
  let current = measure();
  let waiting = new Set<Timed>(names);
  return names.map((name) => ({
    name,
    async measure() {
      if (!waiting.delete(name)) {
        current = measure();
        waiting = new Set(names.filter((other) => other !== name));
      }
      return (await current)[name];
    },
  }));
}

/** Only where there is a Chromium to open a page in. */
export const rows: readonly Row[] = pageMissing === false ? [inPage] : [];
