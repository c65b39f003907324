/** Which requests a fault hits. Every member that is there must fit. */
export interface FaultMatch {
  /** End of the path without query, such as `/oauth2/v2.0/token`. */
  readonly path?: string | undefined;
  /** Upper case. */
  readonly method?: string | undefined;
  /** Text that must occur in the urlencoded body. */
  readonly body?: string | undefined;
}

/** What happens to a request that is hit. Without status and reset it is only delayed. */
export interface FaultEffect {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly delayMs: number;
  /** Cuts the connection instead of answering. */
  readonly reset: 'cut' | 'answer';
}

/** An order to misbehave. */
export interface FaultRule {
  readonly service: string;
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
  /** How many requests it hits; without end when absent. */
  readonly times?: number | undefined;
}

/** The part of a request that faults look at. */
export interface FaultTarget {
  readonly service: string;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly body: string;
}

/** Tells whether a rule hits a request. A slash behind the path makes no difference: some clients add one. */
export function matchFault(rule: FaultRule, target: FaultTarget): boolean {
  const { path, method, body } = rule.match;
  return (
    rule.service === target.service &&
    (path === undefined || target.path.endsWith(path) || target.path.endsWith(`${path}/`)) &&
    (method === undefined || target.method === method) &&
    (body === undefined || target.body.includes(body))
  );
}
