import type { FuzzTarget } from '../engine/target.ts';
import { claimsTargets } from './claims.ts';
import { compactJwsTargets } from './compact-jws.ts';
import { confirmationTargets } from './confirmation.ts';
import { encodingTargets } from './encodings.ts';
import { headerFieldTargets } from './header-fields.ts';
import { jwkTargets } from './jwk.ts';
import { privateKeyTargets } from './private-key.ts';
import { queryTargets } from './query.ts';
import { shrTargets } from './signed-http-request.ts';
import { smallParserTargets } from './small-parsers.ts';
import { strictJsonTargets } from './strict-json.ts';

/** Every target of `@holdfast/core`. */
export const coreTargets: readonly FuzzTarget[] = [
  ...encodingTargets,
  ...strictJsonTargets,
  ...jwkTargets,
  ...confirmationTargets,
  ...compactJwsTargets,
  ...shrTargets,
  ...queryTargets,
  ...headerFieldTargets,
  ...claimsTargets,
  ...smallParserTargets,
  ...privateKeyTargets,
];
