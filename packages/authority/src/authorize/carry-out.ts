import type { AuthorityEvent } from '../events/authority-event.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import { interactionSeconds } from './anti-forgery.ts';
import type { Decision, Progress } from './authorize-request.ts';
import { buildCodeAnswer, type ClientAnswer } from './build-answer.ts';
import { buildPage } from './build-page.ts';
import type { InteractionRooms } from './interaction-rooms.ts';
import type { OpenInteraction } from './open-interaction.ts';
import type { ReadRequest } from './procedures.ts';

/** What was done. */
export interface Done {
  readonly answer: ClientAnswer;
  readonly cookieLines: readonly string[];
  readonly events: readonly AuthorityEvent[];
}

/**
 * Carries a decision out: the code goes to the client, or a page to the person.
 *
 * @param decision - made about these very facts
 * @param from - the interaction that goes on, where there is one
 */
export function carryOut(
  facts: ReadRequest,
  decision: Decision,
  from: { readonly rooms: InteractionRooms; readonly interaction: OpenInteraction | undefined },
): Done {
  return decision.kind === 'authorized'
    ? answerWithCode(facts, decision.signIn, from.rooms)
    : ask(facts, decision, from);
}

function answerWithCode(facts: ReadRequest, signIn: SignIn, { codes }: InteractionRooms): Done {
  const { client, scopes, codeChallenge, claimsWish, wish, parameters } = facts;
  const { tenant, application } = client;
  const code = codes.issue({
    tenant,
    application,
    redirectUri: client.redirectUri,
    codeChallenge,
    nonce: parameters.values.get('nonce'),
    scopes,
    requestedClaims: claimsWish.requested,
    tellsAuthenticationTime: wish.maxAge !== undefined || claimsWish.asksAuthenticationTime,
    signIn,
  });
  return {
    answer: buildCodeAnswer(facts, code, signIn),
    cookieLines: [],
    events: [
      {
        name: 'code.issued',
        tenantId: tenant.id,
        clientId: application.clientId,
        objectId: signIn.user.objectId,
        resource: scopes.api?.appIdUri,
        scopes: [...scopes.scopes, ...scopes.openid],
        isSilent: wish.isSilent,
      },
    ],
  };
}

function ask(
  facts: ReadRequest,
  decision: Exclude<Decision, { readonly kind: 'authorized' }>,
  {
    rooms: { flows, antiForgery },
    interaction,
  }: { readonly rooms: InteractionRooms; readonly interaction: OpenInteraction | undefined },
): Done {
  const { directory, client, scopes, tenantName, parameters, at } = facts;
  const { place, secret, cookieLine } =
    interaction === undefined
      ? antiForgery.begin()
      : { place: interaction.flow.place, secret: interaction.secret, cookieLine: undefined };
  const flow = flows.seal({
    tenantName,
    parameters: [...parameters.values],
    progress: nextProgress(facts.progress, decision),
    place,
    // Not anew with every page: the cookie ends then, too.
    expiresAt: interaction?.flow.expiresAt ?? at + interactionSeconds * 1000,
  });
  const form = {
    action: `/${tenantName}/oauth2/v2.0/authorize`,
    flow,
    antiForgery: antiForgery.sign(flow, secret),
    redirectUri: client.redirectUri,
  };
  return {
    answer: { kind: 'page', page: buildPage(decision, { directory, client, scopes, form }) },
    cookieLines: cookieLine === undefined ? [] : [cookieLine],
    events: [],
  };
}

// A consent is that of the account on the page, whoever else signs in meanwhile.
function nextProgress(progress: Progress, decision: Decision): Progress {
  return decision.kind === 'consent' ? { ...progress, sessionId: decision.signIn.sessionId } : progress;
}
