export { createTokenClient } from './acquire/token-client.ts';
