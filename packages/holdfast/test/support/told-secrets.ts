import assert from 'node:assert/strict';
import type { BinaryOutcome } from './run-binary.ts';

// The demo makes its secrets in its own process, so they cannot be looked for by name; what they look like can.
const tokens = /eyJ[A-Za-z0-9_-]{12,}|[A-Za-z0-9+/_-]{44,}|-----BEGIN/;
const thumbprint = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![A-Za-z0-9_-])/g;

/** Fails when what a demo told has a token or a proof in it that somebody could use. */
export function assertTellsNothingUsable({ stdout, stderr }: BinaryOutcome): void {
  assert.match(stdout, /characters\)/, 'tokens are shown, shortened');
  const told = `${stdout}\n${stderr}`;
  assert.equal(tokens.exec(told)?.[0].slice(0, 8), undefined);
  // Thumbprints are public; they stand behind `kid` and `x5t#S256`, and nowhere else.
  for (const { index } of told.matchAll(thumbprint)) {
    assert.match(told.slice(index - 12, index), /(?:kid|x5t#S256)["':, ]+$/, told.slice(index - 20, index));
  }
}
