import { parseTokenForm, type TokenForm } from '../forms/form.ts';
import type { TokenRequest } from './token-request.ts';

/** Step: the body becomes the parameters that are understood. */
export function readTokenForm({ body }: TokenRequest): { readonly form: TokenForm } {
  return { form: parseTokenForm(body ?? '') };
}
