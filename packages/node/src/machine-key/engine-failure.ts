/**
 * Tells what OpenSSL means when it does not take the key of an engine: the engine is not loaded, or it does not give the key. Undefined when
 * the failure has nothing to do with an engine.
 *
 * What it says in its own words goes no further, since it may name the key.
 */
export function readEngineFailure(
  error: unknown,
): 'the engine is not loaded' | 'the engine does not give the key' | undefined {
  const { code, message, opensslErrorStack: stack } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const lines = [message, ...(Array.isArray(stack) ? stack : [])].map(String);
  const says = (words: string) => lines.some((line) => line.includes(words));
  if (code === 'ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED' || says('could not load the shared library'))
    return 'the engine is not loaded';
  if (says('engine routines::no such engine')) return 'the engine is not loaded';
  return says('engine routines') ? 'the engine does not give the key' : undefined;
}
