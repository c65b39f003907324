import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Progress } from './authorize-request.ts';
import type { AuthorizeParameter } from './parameters.ts';

/** An interaction with a person: what was asked for, and what became of it so far. */
export interface Flow {
  readonly tenantName: string;
  readonly parameters: readonly (readonly [AuthorizeParameter, string])[];
  readonly progress: Progress;
  /** Which of the cookies of interactions goes with it. */
  readonly place: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Puts interactions into the pages themselves. */
export interface FlowSeal {
  /** Seals an interaction for the field `flow` of a page. */
  seal(flow: Flow): string;
  /** Opens what {@link seal} made; undefined for everything else. Not checked: when it expires, and who sends it. */
  open(text: string): Flow | undefined;
}

const cipherName = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;
const sealedShape = /^[A-Za-z0-9_-]{40,90000}$/;

/**
 * Makes the seal of one process: its key is nowhere else, so a restart ends every interaction.
 *
 * The authority keeps nothing of people who have not signed in: however many requests for authorization somebody sends, none crowds out that
 * of another. What a page carries can neither be read nor changed.
 */
export function createFlowSeal(): FlowSeal {
  const key = randomBytes(32);
  return {
    seal: (flow) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(cipherName, key, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(flow), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (text) => {
      if (!sealedShape.test(text)) return undefined;
      const bytes = Buffer.from(text, 'base64url');
      const nonce = bytes.subarray(0, nonceLength);
      const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagLength });
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      try {
        const opened = decipher.update(bytes.subarray(nonceLength + tagLength));
        return JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8')) as Flow;
      } catch {
        return undefined;
      }
    },
  };
}
