import type { IncomingHttpHeaders } from 'node:http';
import type { Directory } from '../directory/directory.ts';
import { buildErrorReply, type ErrorCircumstances } from '../errors/error-reply.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorityEvent, SignInRefused } from '../events/authority-event.ts';
import { renderError } from '../pages/error-page.ts';
import { type ActEffect, applyAct } from './apply-act.ts';
import type { AuthorizeRequest, Decision } from './authorize-request.ts';
import { buildErrorAnswer, type ClientAnswer } from './build-answer.ts';
import { carryOut } from './carry-out.ts';
import type { InteractionRooms } from './interaction-rooms.ts';
import { type OpenInteraction, openInteraction } from './open-interaction.ts';
import { parseAuthorizeParameters } from './parameters.ts';
import { type Act, isPersonForm, parsePersonForm } from './person-form.ts';
import {
  type ClientRequest,
  clientProcedure,
  decisionProcedure,
  type ReadRequest,
  requestProcedure,
} from './procedures.ts';

/** A request of the authorization endpoint, as it came in. */
export interface IncomingAuthorize {
  readonly origin: string;
  readonly directory: Directory;
  /** First segment of the path. */
  readonly tenantName: string;
  /** What is behind the question mark. */
  readonly query: string;
  /** The body as text; undefined for GET. */
  readonly body: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly circumstances: ErrorCircumstances;
}

/** What the authorization endpoint answers. */
export interface AuthorizeReply {
  readonly answer: ClientAnswer;
  /** HTTP status of a page. */
  readonly status: number;
  /** The window may keep its opener: the request said `pocd=1`. */
  readonly mayKeepOpener: boolean;
  /** `Set-Cookie` lines. */
  readonly cookieLines: readonly string[];
  readonly events: readonly AuthorityEvent[];
}

/** What a person did, and in which interaction. */
interface Person extends OpenInteraction {
  readonly act: Act;
}

/**
 * Answers the request of a client, or the form of a page.
 *
 * @throws whatever is no refusal
 */
export async function answerAuthorize(incoming: IncomingAuthorize, rooms: InteractionRooms): Promise<AuthorizeReply> {
  try {
    const person = findPerson(incoming, rooms);
    const facts = await clientProcedure.run(buildRequest(incoming, rooms, person));
    return await converse(facts, { incoming, rooms, person });
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    return replyToPerson(error, incoming.circumstances);
  }
}

function findPerson(incoming: IncomingAuthorize, rooms: InteractionRooms): Person | undefined {
  const { body, circumstances } = incoming;
  if (body === undefined || !isPersonForm(body)) return undefined;
  const form = parsePersonForm(body);
  return { ...openInteraction(form, { ...incoming, at: circumstances.at }, rooms), act: form.act };
}

// Of a form nothing counts but what was sealed: what stands beside it, and in the address it was sent to, names nothing.
function buildRequest(
  { origin, directory, tenantName, query, body, headers, circumstances }: IncomingAuthorize,
  { sessions, consents }: InteractionRooms,
  person: Person | undefined,
): AuthorizeRequest {
  return {
    origin,
    directory,
    consents,
    tenantName,
    parameters:
      person === undefined
        ? parseAuthorizeParameters(body === undefined ? [query] : [query, body])
        : { values: new Map(person.flow.parameters), repeated: new Set(), namesBinding: false },
    session: sessions.find(headers.cookie),
    progress: person?.flow.progress ?? {},
    at: circumstances.at,
  };
}

async function converse(
  facts: ClientRequest,
  from: { readonly incoming: IncomingAuthorize; readonly rooms: InteractionRooms; readonly person: Person | undefined },
): Promise<AuthorizeReply> {
  const { incoming, rooms, person } = from;
  const mayKeepOpener = facts.parameters.values.get('pocd') === '1';
  // Kept beside what may be refused: whoever signed in is signed in, also where the request comes to nothing.
  let effect: ActEffect = { session: facts.session, progress: facts.progress, cookieLines: [], events: [] };
  try {
    const read = await requestProcedure.run(facts);
    if (person !== undefined) effect = applyAct(person.act, read, { rooms, cookieHeader: incoming.headers.cookie });
    const { session, progress } = effect;
    const acted = { ...read, session, progress };
    const done = carryOut(acted, await findDecision(acted, effect), { rooms, interaction: person });
    const cookieLines = [...effect.cookieLines, ...done.cookieLines];
    return { answer: done.answer, status: 200, mayKeepOpener, cookieLines, events: [...effect.events, ...done.events] };
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    const answer = buildErrorAnswer(facts, buildErrorReply(error, incoming.circumstances));
    const events = [...effect.events, refusalEvent(error, facts.client.application.clientId)];
    return { answer, status: 200, mayKeepOpener, cookieLines: effect.cookieLines, events };
  }
}

async function findDecision(facts: ReadRequest, { problem }: ActEffect): Promise<Decision> {
  if (problem !== undefined) return { kind: 'sign-in', ...problem };
  return (await decisionProcedure.run(facts)).decision;
}

function replyToPerson(refusal: TokenRefused, { at, traceId }: ErrorCircumstances): AuthorizeReply {
  const { row, text } = refusal;
  return {
    answer: { kind: 'page', page: renderError({ code: row.code, text, mend: row.mend, traceId, at }) },
    status: row.status,
    mayKeepOpener: false,
    cookieLines: [],
    events: [refusalEvent(refusal, undefined)],
  };
}

function refusalEvent({ row, reason }: TokenRefused, clientId: string | undefined): SignInRefused {
  return { name: 'sign-in.refused', error: row.error, code: row.code, reason, clientId };
}
