/** Why the example does not start, each with its mend and its exit code. */
export const startErrors = {
  ERR_EXAMPLE_USAGE: {
    meaning: 'The command line is not understood',
    mend: 'npm run example:spa -- --help shows it.',
    exitCode: 2,
  },
  ERR_EXAMPLE_PORT: {
    meaning: 'The port of the page is taken',
    mend: 'End what listens there, or give another port: npm run example:spa -- --port 0.',
    exitCode: 3,
  },
  ERR_EXAMPLE_AUTHORITY: {
    meaning: 'holdfast up ended',
    mend: 'Its reason stands above.',
    exitCode: 1,
  },
} as const;

/** Every code of {@link startErrors}. */
export type StartErrorCode = keyof typeof startErrors;

/** The example does not start. */
export class StartFailed extends Error {
  readonly code: string;
  readonly mend: string;
  readonly exitCode: number;

  constructor(
    code: StartErrorCode,
    { detail, cause }: { readonly detail?: string | undefined; readonly cause?: unknown } = {},
  ) {
    const { meaning, mend, exitCode } = startErrors[code];
    super(detail === undefined ? `${meaning}.` : `${meaning}: ${detail}.`, { cause });
    this.name = 'StartFailed';
    this.code = code;
    this.mend = mend;
    this.exitCode = exitCode;
  }
}

/** What `holdfast up` said when it did not start; its words and its exit code are passed on as they are. */
export class AuthorityRefused extends Error {
  readonly code: string;
  readonly mend: string;
  readonly exitCode: number;

  constructor(said: { readonly code: string; readonly message: string; readonly mend: string }, exitCode: number) {
    super(`holdfast up: ${said.message}`);
    this.name = 'AuthorityRefused';
    this.code = said.code;
    this.mend = said.mend;
    this.exitCode = exitCode;
  }
}
