import { type FaultRule, type FaultTarget, matchFault } from './fault-rule.ts';

/** A rule that hit, and how often it still will. */
export interface FaultHit {
  readonly id: string;
  readonly rule: FaultRule;
  readonly remaining?: number | undefined;
}

/** The faults that are active. */
export interface FaultBook {
  /** Adds a rule behind the others and returns its id; undefined when there are too many. */
  add(rule: FaultRule): string | undefined;
  /** Takes the first rule that hits, and uses it up by one. */
  take(target: FaultTarget): FaultHit | undefined;
  clear(): void;
  readonly size: number;
}

const mostRules = 100;

/** Makes an empty book. */
export function createFaultBook(): FaultBook {
  const rules = new Map<string, FaultRule>();
  let last = 0;
  return {
    add: (rule) => {
      if (rules.size >= mostRules) return undefined;
      last += 1;
      const id = `fault-${last}`;
      rules.set(id, rule);
      return id;
    },
    take: (target) => {
      for (const [id, rule] of rules) {
        if (!matchFault(rule, target)) continue;
        const remaining = rule.times === undefined ? undefined : rule.times - 1;
        if (remaining === 0) rules.delete(id);
        else rules.set(id, { ...rule, times: remaining });
        return { id, rule, remaining };
      }
      return undefined;
    },
    clear: () => rules.clear(),
    get size() {
      return rules.size;
    },
  };
}
