import type { AskFlags } from '../token/ask-flags.ts';

/** What `holdfast call` was asked for. */
export interface CallFlags extends AskFlags {
  readonly method: string;
  readonly url: string;
  readonly header?: readonly string[] | undefined;
  readonly body?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly include?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
}
