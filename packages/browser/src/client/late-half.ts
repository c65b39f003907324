// The module that pages load late. What only the first half uses, and what both use, would be two files for a bundler, and two compress worse than one; so this one names
// the first half, too: with it, all of that is one file (decision 0039).
export { createAsking } from '../asking/create-asking.ts';
export { assembleClient } from './assemble-client.ts';
