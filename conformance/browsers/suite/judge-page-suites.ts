import assert from 'node:assert/strict';
import { after, before, suite, type TestContext, test } from 'node:test';
import { bundlePageSuite, bundleProgram } from '../bundle/bundle-for-page.ts';
import type { Candidate, Profile, RealBrowser, Tab } from '../launch/real-browser.ts';
import { openPageServer, type Page, type PageServer } from '../pages/page-server.ts';
import type { PageSuite } from './page-suite.ts';
import { listDocuments, listPageSuites } from './suite-files.ts';

/** The suite whose tests have to fail. */
const mustFail = 'conformance/portable/suite/must-fail.ts';

/** Runs every suite that belongs into pages, each in a profile and at an origin of its own; each of their tests is one here. */
export function judgePageSuites({ name, missing, launch }: Candidate): void {
  suite(`suites in pages of ${name}`, { skip: missing }, () => {
    let browser: RealBrowser;
    let documents: ReadonlyMap<string, Page>;
    before(async () => {
      // One after the other: a browser that nobody knows of, because a bundle failed beside it, would never be closed.
      documents = await bundleDocuments();
      browser = await launch();
    });
    after(() => browser?.close());

    for (const file of listPageSuites()) {
      test(file, (t) =>
        withSuite(browser, { file, documents }, async (tab) => {
          const tests = await loadSuite(tab);
          assert.ok(tests.length > 0, `${file} declares no tests`);
          for (const [index, { name: told, skip }] of tests.entries()) await runOne(t, { tab, index, told, skip });
        }),
      );
    }

    test('a test is seen to fail that must fail', () =>
      withSuite(browser, { file: mustFail, documents }, async (tab) => {
        const tests = await loadSuite(tab);
        assert.equal(tests.length, 4);
        for (const index of tests.keys()) assert.equal((await runInPage(tab, index)).verdict, 'failed');
      }));
  });
}

interface Suite {
  readonly file: string;
  readonly documents: ReadonlyMap<string, Page>;
}

async function withSuite(
  browser: RealBrowser,
  { file, documents }: Suite,
  work: (tab: Tab) => Promise<void>,
): Promise<void> {
  const script = await bundlePageSuite(file);
  const pages = new Map<string, Page>([...documents, ['/empty', {}], ['/suite', {}], ['/tests', { script }]]);
  let [server, profile]: [PageServer?, Profile?] = [];
  try {
    [server, profile] = await Promise.all([openPageServer({ pages, protocol: 'http' }), browser.openProfile()]);
    await work(await profile.openTab(`${server.origin()}/suite`));
  } finally {
    await profile?.close();
    await server?.close();
  }
}

async function bundleDocuments(): Promise<ReadonlyMap<string, Page>> {
  const bundling = [...listDocuments()].map(
    async ([path, file]): Promise<[string, Page]> => [path, { script: await bundleProgram(file) }],
  );
  return new Map(await Promise.all(bundling));
}

type Loaded = typeof globalThis & { loaded: PageSuite };

// Imported by hand: what evaluating the suite throws would otherwise be seen by nobody.
function loadSuite(tab: Tab): Promise<PageSuite['tests']> {
  return tab.run(async () => {
    const address = '/tests.js';
    const { suite: loaded } = (await import(address)) as { readonly suite: PageSuite };
    (globalThis as Loaded).loaded = loaded;
    return loaded.tests;
  });
}

function runInPage(tab: Tab, index: number): ReturnType<PageSuite['run']> {
  return tab.run((at: number) => (globalThis as Loaded).loaded.run(at), index);
}

interface OneTest {
  readonly tab: Tab;
  readonly index: number;
  readonly told: string;
  readonly skip: false | string;
}

function runOne(t: TestContext, { tab, index, told, skip }: OneTest): Promise<void> {
  return t.test(told, { skip }, async () => {
    const { verdict, why = '' } = await runInPage(tab, index);
    assert.equal(verdict, 'passed', why);
  });
}
