import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { type Cryptoki, ck, resultOf, tokenFailed } from './cryptoki.ts';

/**
 * Loads a PKCS#11 module into this process, where it stays: an OpenSSL engine uses the same one, so it is never finalized here.
 *
 * @param module - its absolute path
 * @param library - the package that speaks to it; its name is no constant, so that no bundler looks for what need not be there
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_LIBRARY`, `ERR_PKCS11_MODULE`, `ERR_PKCS11_FAILED`
 */
export async function loadCryptoki(module: string, library = 'pkcs11js'): Promise<Cryptoki> {
  const cryptoki = await createCryptoki(library);
  try {
    cryptoki.load(module);
  } catch (cause) {
    throw new MachineKeyUnusable('ERR_PKCS11_MODULE', { cause });
  }
  try {
    cryptoki.C_Initialize({ flags: ck.flags.osLockingOk });
  } catch (error) {
    // The engine, or another part of the program, was here before.
    if (resultOf(error) !== ck.results.alreadyInitialized) throw tokenFailed(error);
  }
  return cryptoki;
}

async function createCryptoki(library: string): Promise<Cryptoki> {
  try {
    const { PKCS11 } = (await import(library)) as { readonly PKCS11: new () => Cryptoki };
    return new PKCS11();
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw new MachineKeyUnusable('ERR_PKCS11_LIBRARY', { detail: isAbsent ? 'not installed' : 'not built', cause });
  }
}
