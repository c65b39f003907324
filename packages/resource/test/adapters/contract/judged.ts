import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { TokenValidator, TokenValidatorOptions } from '@holdfast/resource';
import { createOwnValidator } from '../../fixture/judge.ts';
import { keys, mintToken, origin, type SignOptions, signRequest } from '../../fixture/people.ts';
import { type Answer, type Ask, ask } from './ask.ts';
import type { Platform } from './guarded-api.ts';
import type { Transport } from './serve.ts';

export const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });

/** The Authorization line of an honest client; `target` is what it signs. */
export async function prove(
  options: Omit<SignOptions, 'accessToken' | 'url'> & { readonly target?: string; readonly token?: string } = {},
) {
  const { target = '/orders', token = accessToken, ...rest } = options;
  return ['Authorization', `PoP ${await signRequest({ accessToken: token, url: `${origin}${target}`, ...rest })}`];
}

/** One platform that is up, and which of its routes ran. */
export interface Judged {
  readonly port: number;
  readonly transport: Transport;
  readonly ask: (sent: Ask) => Promise<Answer>;
  readonly reached: readonly string[];
  /** Asks, and expects that no route ran. */
  readonly refused: (sent: Ask) => Promise<Answer>;
  /** Asks, and expects that exactly this route ran, once. */
  readonly passed: (route: string, sent: Ask) => Promise<Answer>;
}

/** How the API is put up. */
export interface JudgeOptions extends Partial<TokenValidatorOptions> {
  /** @default `http` */
  readonly over?: Transport;
  /** Puts another validator in the place of the one that was made. @default none */
  readonly wrap?: (validator: TokenValidator) => TokenValidator;
}

/** Puts the API up on a platform, for one test. */
export async function judge(t: TestContext, platform: Platform, options: JudgeOptions = {}): Promise<Judged> {
  const { over: transport = 'http', wrap = (validator) => validator, ...changes } = options;
  const reached: string[] = [];
  const validator = wrap(createOwnValidator(changes));
  const { port, close } = await platform.serve({ validator, reached: (route) => void reached.push(route) }, transport);
  t.after(close);
  const asking = (sent: Ask): Promise<Answer> => ask(port, transport, sent);
  return {
    port,
    transport,
    ask: asking,
    reached,
    async refused(sent) {
      const answer = await asking(sent);
      assert.deepEqual(reached, [], `a refused request ran a route: ${answer.outcome}`);
      assert.notEqual(answer.outcome, 'accepted');
      return answer;
    },
    async passed(route, sent) {
      const answer = await asking(sent);
      assert.equal(answer.outcome, 'accepted', answer.body);
      assert.deepEqual(reached.splice(0), [route]);
      return answer;
    },
  };
}
