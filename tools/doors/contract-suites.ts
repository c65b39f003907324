import type { Violation } from '../report/violation.ts';
import { readText } from '../repository/files.ts';
import { listSources, listTests } from '../repository/packages.ts';
import { exportedNames } from '../syntax/exported-names.ts';

/** Ports of floors.json without a contract suite, and suites that no test runs: `ReplayStore` has `replayStoreContract`. */
export function contractFaults(root: string, ports: readonly string[]): readonly Violation[] {
  const suites = listSources(root, 'testing')
    .flatMap((file) => exportedNames(root, file))
    .map(({ name }) => name)
    .filter((name) => name.endsWith('Contract'));
  const missing = ports
    .map((port) => `${port.charAt(0).toLowerCase()}${port.slice(1)}Contract`)
    .filter((suite) => !suites.includes(suite))
    .map((suite) => ({
      file: 'packages/testing/src',
      fault: `has no ${suite}`,
      mend: 'Every port has a contract suite that takes a factory',
    }));
  const tests = listTests(root).map((file) => readText(root, file));
  const idle = [...new Set(suites)]
    .filter((suite) => !tests.some((text) => text.includes(`${suite}(`)))
    .map((suite) => ({
      file: 'packages/testing/src',
      fault: `exports ${suite}, which no test runs`,
      mend: 'Run it against every implementation of the port',
    }));
  return [...missing, ...idle];
}
