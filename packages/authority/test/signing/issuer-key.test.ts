import { signingKeyContract } from '@holdfast/testing';
import { generateIssuerKey, type IssuerKey } from '../../src/signing/issuer-key.ts';

let made: Promise<IssuerKey> | undefined;

signingKeyContract('issuer key', async () => {
  made ??= generateIssuerKey(Date.now());
  return (await made).signingKey;
});
