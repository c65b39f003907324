// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/authority/src';
const test = (file: string, title: string): Witness => ({ file: `packages/authority/test/${file}.test.ts`, title });
const gate = (title: string): Witness => test('revocation/issue-gate', title);
const book = (title: string): Witness => test('revocation/revocation-book', title);
const restored = (title: string): Witness => test('revocation/restored-book', title);

/** Defences of `@holdfast/authority` around what is revoked. */
export const issueGateMutations: readonly Mutation[] = [
  {
    name: 'authority: a token of the very second of a revocation is issued',
    file: `${src}/revocation/revocation.ts`,
    defence: 'token.issuedAt <= revokedAt',
    replacement: 'token.issuedAt < revokedAt',
    killedBy: [gate('waits for the second after a revocation, and not longer')],
  },
  {
    name: 'authority: a token that was revoked while it was signed leaves all the same',
    file: `${src}/revocation/issue-gate.ts`,
    defence: 'if (obstacle === undefined) return letOut(token, issuedAt);',
    replacement: 'return letOut(token, issuedAt);',
    killedBy: [gate('lets nobody see a token that was revoked while it was signed')],
  },
  {
    name: 'authority: a clock that is set back dates a revocation before the tokens that it is about',
    file: `${src}/revocation/revocation-book.ts`,
    defence: 'Math.max(now, kept.lastIssuedAt, earlier?.revokedAt ?? 0)',
    replacement: 'Math.max(now, earlier?.revokedAt ?? 0)',
    killedBy: [gate('attack: a clock that is set back does not spare a token that was issued before that')],
  },
  {
    name: 'authority: tokens are issued between a revocation and its answer',
    file: `${src}/revocation/issue-gate.ts`,
    defence: `if (written !== undefined) return { kind: 'write', passed: written.catch(() => undefined) };`,
    replacement: '',
    killedBy: [gate('lets nothing out between a revocation and the answer that it is written down')],
  },
  {
    name: 'authority: a key that is revoked while a token for it is signed is taken for a person',
    file: `${src}/revocation/issue-gate.ts`,
    defence: `if (entry?.kind === 'jkt') throw new TokenRefused('keyRevoked');`,
    replacement: '',
    killedBy: [gate('lets nobody see a token whose key was revoked while it was signed')],
  },
  {
    name: 'authority: a client gets the token that its certificate earned before it was revoked',
    file: `${src}/revocation/issue-gate.ts`,
    defence: `entry?.kind === 'x5t' || isCertificateRevoked`,
    replacement: `entry?.kind === 'x5t' || (isCertificateRevoked && certificates.length < 0)`,
    killedBy: [
      gate(
        'lets nothing out for a client whose certificate was revoked while the token was signed, bound to it or not',
      ),
    ],
  },
  {
    name: 'authority: a time that was asked for is not waited for',
    file: `${src}/revocation/issue-gate.ts`,
    defence: 'if (token.issuedAt >= notBefore) return undefined;',
    replacement: 'if (token.issuedAt >= 0) return undefined;',
    killedBy: [
      test(
        'endpoints/requested-claims',
        'is waited for when it comes within seconds, as after a revocation of this second',
      ),
    ],
  },
  {
    name: 'authority: a revoked certificate still authenticates its client',
    file: `${src}/assembly/create-apps.ts`,
    defence: 'revocations.isHolderRevoked({ certificateThumbprint: certificate.thumbprint }) ||',
    replacement: '',
    killedBy: [
      test(
        'endpoints/revoked-holders',
        'signs no client assertion any more, and opens no mTLS connection to a token (AADSTS7000214)',
      ),
    ],
  },
  {
    name: 'authority: a full book takes entries without end',
    file: `${src}/revocation/revocation-book.ts`,
    defence: 'if (!list.hasRoomFor(wish)) throw',
    replacement: 'if (wish === undefined) throw',
    killedBy: [
      book('is full with 8000 entries, says so, drops none of them, and has room again when some have expired'),
    ],
  },
  {
    name: 'authority: a revoked key gets tokens again after a day',
    file: `${src}/revocation/revocation-list.ts`,
    defence: '|| isKept(entry.kind)',
    replacement: '',
    killedBy: [
      book('forgets an entry with the last token it covers, but a key and a certificate get nothing ever again'),
    ],
  },
  {
    name: 'authority: an entry is forgotten while validators forgive a difference between clocks',
    file: `${src}/assembly/open-state.ts`,
    defence: 'const forgivenSeconds = 300;',
    replacement: 'const forgivenSeconds = 0;',
    killedBy: [
      test('admin/revoke', 'takes names and ids of the directory, in any letter case, and answers with the entry'),
    ],
  },
  {
    name: 'authority: a clock that was set back brings revoked tokens back',
    file: `${src}/revocation/revocation-book.ts`,
    defence: 'Math.max(now, kept.lastIssuedAt, earlier?.revokedAt ?? 0)',
    replacement: 'Math.max(now, kept.lastIssuedAt)',
    killedBy: [book('never takes an instant back, whatever the clock does')],
  },
  {
    name: 'authority: a reader with a cursor from elsewhere is told nothing',
    file: `${src}/revocation/revocation-book.ts`,
    defence: 'if (number === undefined || number > kept.told) return undefined;',
    replacement: 'if (number === undefined) return undefined;',
    killedBy: [book('knows the cursors it gave, also of entries that are gone, and no other')],
  },
  {
    name: 'authority: a book that is restored from a copy gives a reader of what came after it the wrong entries',
    file: `${src}/revocation/book-places.ts`,
    defence: 'one.mark === ofOpening && number <= one.last',
    replacement: 'one.mark === ofOpening',
    killedBy: [
      restored('attack: gives no place twice, so that a reader of what came after the copy is told to start anew'),
    ],
  },
  {
    name: 'authority: a book goes on under the mark of its last opening',
    file: `${src}/revocation/book-places.ts`,
    defence: "const mark = randomBytes(4).toString('hex');",
    replacement: "const mark = earlier.at(-1)?.mark ?? randomBytes(4).toString('hex');",
    killedBy: [restored('attack: nor when nothing was revoked between a first and a second return to the same copy')],
  },
  {
    name: 'authority: a start forgets until when tokens were let out',
    file: `${src}/revocation/kept-revocations.ts`,
    defence: 'stored?.lastIssuedAt ?? 0',
    replacement: '0',
    killedBy: [
      restored('attack: dates no revocation before the last token that was let out in the life before'),
      restored('attack: nor before one that a revocation was written after, when the end was not an orderly one'),
    ],
  },
  {
    name: 'authority: a reader that comes while an entry is replaced sees neither',
    file: `${src}/revocation/revocation-list.ts`,
    defence: '    add: (one) => replace(fresh, one),',
    replacement:
      '    add: (one) => {\n      replace(fresh, one);\n      written.delete(revocationKey(one.entry));\n    },',
    killedBy: [book('shows the earlier entry until the later one is written, so that no reader sees neither')],
  },
  {
    name: 'authority: an essential nbf that is no time is passed over',
    file: `${src}/claims/requested-claims.ts`,
    defence: `  throw new TokenRefused('notBeforeTooLate');`,
    replacement: '  return undefined;',
    killedBy: [test('endpoints/requested-claims', 'is refused when it is essential and far ahead, or no time at all')],
  },
  {
    name: 'authority: a token claims whatever authentication context is asked for',
    file: `${src}/steps/grant-claims.ts`,
    defence: '.filter((value) => allowed.includes(value))',
    replacement: '',
    killedBy: [
      test(
        'endpoints/requested-claims',
        'is refused as Conditional Access refuses, when it is essential and nothing allows it (AADSTS53003)',
      ),
    ],
  },
  {
    name: 'authority: the first of two namesakes is revoked',
    file: `${src}/admin/parse-revocation.ts`,
    defence: 'if (others.length > 0) refuse(',
    replacement: 'if (found.value === kind) refuse(',
    killedBy: [test('admin/revoke', 'says that nobody has a name, and never repeats it')],
  },
];
