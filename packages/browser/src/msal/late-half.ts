// As `client/late-half.ts`, and with what signs payloads: a file of its own would leave what all three share in two files, and two compress worse than one.
export { createAsking } from '../asking/create-asking.ts';
export { assembleClient } from '../client/assemble-client.ts';
export { createPayloadSigner } from './payload-signer.ts';
