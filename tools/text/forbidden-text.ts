import type { Violation } from '../report/violation.ts';

interface Rule {
  readonly fault: string;
  readonly mend: string;
  readonly pattern: RegExp;
  readonly appliesTo: (file: string) => boolean;
}

const anywhere = () => true;
const isSource = (file: string) => /^(?:packages\/[^/]+\/(?:src|bin)|tools)\//.test(file) && !isTest(file);
const isTest = (file: string) => /(?:^|\/)test\//.test(file);

// Some patterns are put together from parts, so that this file does not hold what it looks for.
const rules: readonly Rule[] = [
  {
    fault: 'names a package registry',
    mend: 'Where packages come from is the business of whoever installs them',
    pattern: new RegExp(`registry\\.(?:${['npmjs', 'yarnpkg', 'npmmirror'].join('|')})\\.|${'npm.'}pkg\\.github`),
    appliesTo: anywhere,
  },
  {
    fault: 'has a resolved address in the lock file',
    mend: 'Lock with omit-lockfile-registry-resolved=true (see .npmrc)',
    pattern: /"resolved": "http/,
    appliesTo: (file) => file.endsWith('package-lock.json'),
  },
  {
    fault: 'names a folder of one machine',
    mend: 'Use a path relative to the repository',
    pattern: new RegExp(`(?:^|[\\s"'\`(=:,])/(?:${['work/', 'root/', 'tmp/h'.concat('f')].join('|')})`),
    appliesTo: anywhere,
  },
  {
    fault: 'leaves work undone',
    mend: 'Do it, or leave it out',
    pattern: new RegExp(`\\b(?:${['TO'.concat('DO'), 'FIX'.concat('ME'), 'XX'.concat('X')].join('|')})\\b`),
    appliesTo: isSource,
  },
  {
    fault: 'holds a private key',
    mend: 'Make keys when they are needed',
    pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{40,}/,
    appliesTo: (file) => !isTest(file),
  },
  {
    fault: 'holds a private JWK',
    mend: 'Make keys when they are needed',
    pattern: /['"]?\bd['"]?: ?['"][A-Za-z0-9_-]{42,}['"]/,
    appliesTo: (file) => !isTest(file),
  },
];

/** Every place where a file says what this repository must not say. */
export function forbiddenText(file: string, text: string): readonly Violation[] {
  return rules
    .filter(({ appliesTo }) => appliesTo(file))
    .flatMap(({ fault, mend, pattern }) => {
      const found = pattern.exec(text);
      return found === null ? [] : [{ file, line: text.slice(0, found.index).split('\n').length, fault, mend }];
    });
}
