// Loaded into a process before its own program: its RSA keys come from the stock of the tests.
import { drawRsaKeysFromStock } from '../../../testing/src/keys/rsa-stock.ts';

drawRsaKeysFromStock();
