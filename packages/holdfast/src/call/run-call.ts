import { exitCodes } from '../errors/exit-codes.ts';
import type { Environment } from '../settings/env-text.ts';
import { reportRefusal, tell } from '../terminal/report.ts';
import { readBinding } from '../token/ask-flags.ts';
import type { CallFlags } from './call-flags.ts';
import { readRequest } from './read-request.ts';
import { sendCall } from './send-call.ts';
import { showResponse } from './show-response.ts';
import { openSource } from './token-source.ts';
import type { Narrator } from './watch.ts';

/**
 * Calls an API with a token and, where it is bound, a fresh proof; answers one nonce and one claims challenge.
 *
 * @returns the exit code: ok for an answer of 2xx, refused for every other answer
 */
export async function runCall(given: CallFlags, environment: Environment): Promise<number> {
  const steps: string[] = [];
  const narrate: Narrator = (step) => {
    steps.push(step);
    if (given.verbose === true) tell(`* ${step}`);
  };
  try {
    const flags = await readBinding(given);
    const request = await readRequest(flags);
    const source = await openSource(flags, { environment, narrate });
    try {
      const sent = await sendCall(flags, { request, source, narrate });
      if (sent === undefined) return exitCodes.ok;
      await showResponse(sent, { include: flags.include === true, json: flags.json === true, steps });
      return sent.ok ? exitCodes.ok : exitCodes.refused;
    } finally {
      await source.close();
    }
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast call', json: given.json === true });
  }
}
