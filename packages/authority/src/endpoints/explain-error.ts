import { aadsts } from '../errors/aadsts.ts';

/** Explains an AADSTS number in plain text; `error_uri` of every refusal leads here. */
export function explainError(code: string | undefined): string | undefined {
  const row = Object.values(aadsts).find((entry) => String(entry.code) === code);
  return row === undefined
    ? undefined
    : `AADSTS${row.code} (${row.error})\n\n${row.text.replaceAll('{name}', '…')}\n\n${row.mend}\n`;
}
