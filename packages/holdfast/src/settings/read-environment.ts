import type { Environment } from './env-text.ts';

/** The variables of this process, for the few commands that take settings from them. */
export function readEnvironment(): Environment {
  return process.env;
}
