import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Bundle, bundleSuite, mustFail, type Target } from '../bundle/bundle-suite.ts';
import { listPortableFiles } from '../bundle/test-files.ts';
import type { Outcome, Report } from '../suite/report.ts';

/** A runtime that the suite runs in. */
export interface Runtime {
  readonly name: string;
  /** Why it is not here, or false. */
  readonly missing: string | false;
  readonly target: Target;
  readonly run: (code: string) => Promise<Report>;
  /** What the runtime says it is. */
  readonly says: RegExp;
  /** Whether Node's globals are expected in it. */
  readonly isNode: boolean;
}

/** Fewer tests than this, without any recorded vectors, and something was left out. */
const fewestTests = 2000;

/** For a whole suite on a busy machine. */
export const patience: { readonly timeout: number } = { timeout: 300_000 };

/** Runs the bundled suite in one runtime and judges what it says. */
export function judgeRuntime({ name, missing, target, run, says, isNode }: Runtime): void {
  describe(`core and oauth in ${name}`, { skip: missing }, () => {
    let bundle: Bundle;
    let report: Report;
    before(async () => {
      bundle = await bundleSuite(target);
      report = await run(bundle.code);
    }, patience);
    const ours = (): readonly Outcome[] => report.outcomes.filter(({ file }) => file !== mustFail);

    it('is the runtime that it should be', () => {
      assert.match(report.runtime, says);
      assert.equal(report.nodeGlobals.length > 0, isNode, report.nodeGlobals.join());
    });

    it('has the WebCrypto host and nothing of Node', () => {
      const hosts = bundle.inputs.filter((input) => /^packages\/core\/src\/host\/(?:web|node)\.ts$/.test(input));
      assert.deepEqual(hosts, ['packages/core/src/host/web.ts']);
      assert.doesNotMatch(bundle.code, /(?:from|import|require\() ?["']node:/);
    });

    it('passes every test', () => {
      const failed = ours().filter(({ verdict }) => verdict === 'failed');
      assert.equal(failed.length, 0, `\n${failed.slice(0, 20).map(tell).join('\n')}`);
    });

    it(`runs every portable file, and ${fewestTests} tests at least`, () => {
      const files = new Set(ours().map(({ file }) => file));
      assert.deepEqual([...files], listPortableFiles());
      const passed = ours().filter(({ verdict }) => verdict === 'passed').length;
      assert.ok(passed >= fewestTests, `${passed} tests`);
    });

    it('sees a test fail that must fail', () => {
      const outcomes = report.outcomes.filter(({ file }) => file === mustFail);
      assert.deepEqual(
        outcomes.map(({ name: test, verdict }) => `${test}: ${verdict}`),
        [
          'must fail › an equality that does not hold: failed',
          'must fail › an error that is another: failed',
          'must fail › an error that does not come: failed',
          'must fail › a signature that nobody made: failed',
        ],
      );
    });
  });
}

function tell({ file, name, why = '' }: Outcome): string {
  return `${file}: ${name}\n    ${why.slice(0, 600)}`;
}
