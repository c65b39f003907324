import type { Mutation } from './mutation.ts';

const src = 'packages/resource/src/adapters';
const test = 'packages/resource/test/adapters';
const startUp = 'a misspelt requirement and a limit that bounds nothing stop the program at start-up';

/** Defences of the adapters of `@holdfast/resource`. */
export const adapterMutations: readonly Mutation[] = [
  {
    name: 'resource: a refused request of Fastify is done when its connection is',
    file: `${src}/fastify.ts`,
    defence: '(failure) => sendRefusal(failure, reply),',
    replacement: `async (failure) => {
        sendRefusal(failure, reply);
        await reply;
        done(null, payload);
      },`,
    killedBy: [
      {
        file: `${test}/fastify.test.ts`,
        title: 'a refusal that is slow to leave, and a client that hangs up: the handler does not run',
      },
    ],
  },
  {
    name: 'resource: what is inside a wrapped validator is asked, and not the wrapper',
    file: 'packages/resource/src/authenticate/at-once.ts',
    defence: 'offered.get(validator) ??',
    replacement: 'offered.get(validator) ?? offered.get(Object.getPrototypeOf(validator)) ??',
    killedBy: [
      {
        file: 'packages/resource/test/authenticate/at-once.test.ts',
        title: 'who copies a validator, inherits from it or stands before it is asked in its place',
      },
    ],
  },
  {
    name: 'resource: promises are told by their class, which a library may have replaced',
    file: 'packages/resource/src/flow/when-there.ts',
    defence: `return typeof value === 'object' && value !== null && (value as Partial<Promise<T>>).then !== undefined;`,
    replacement: 'return value instanceof Promise;',
    killedBy: [
      {
        file: 'packages/resource/test/authenticate/another-promise.test.ts',
        title:
          'what the validator gives itself is waited for where a library has put a class of its own in the place of Promise',
      },
    ],
  },
  {
    name: 'resource: what a route throws is answered as a refusal, after the route has run',
    file: 'packages/resource/src/flow/when-there.ts',
    defence: 'judged.then(pass, refuse)',
    replacement: 'judged.then(pass).catch(refuse)',
    killedBy: [
      {
        file: 'packages/resource/test/flow/when-there.test.ts',
        title: 'what fails after it has passed is not refused as well',
      },
    ],
  },
  {
    name: 'resource: a guard may stand in the place of another hook of Fastify',
    file: `${src}/fastify.ts`,
    defence: `if (typeof done !== 'function') throw new TypeError('The guard is a preParsing hook');`,
    replacement: `if (typeof done !== 'function') return (payload as unknown as () => void)();`,
    killedBy: [{ file: `${test}/fastify.test.ts`, title: 'a guard in the place of another hook lets nobody through' }],
  },
  {
    name: 'resource: Hono may route by another method than the one of the proof',
    file: `${src}/hono.ts`,
    defence: ', method: c.req.raw.method }',
    replacement: ' }',
    killedBy: [
      {
        file: `${test}/hono.test.ts`,
        title: 'a method that middleware puts in the place of the one on the wire is covered by no proof',
      },
    ],
  },
  {
    name: 'resource: Hono on Node compares the address that was normalised',
    file: `${src}/hono.ts`,
    defence: '!Array.isArray(incoming?.rawHeaders)',
    replacement: '!Array.isArray(undefined)',
    killedBy: [
      {
        file: `${test}/hono.test.ts`,
        title: 'an app that is mounted under a prefix is judged by the address on the wire',
      },
    ],
  },
  {
    name: 'resource: a limit of kept bodies that is no number',
    file: `${src}/route-requirements.ts`,
    defence: 'keepBodyBytes !== undefined && !(Number.isSafeInteger(keepBodyBytes) && keepBodyBytes >= 0)',
    replacement: 'false',
    killedBy: [
      { file: `${test}/fastify.test.ts`, title: startUp },
      { file: `${test}/hono.test.ts`, title: startUp },
    ],
  },
];
