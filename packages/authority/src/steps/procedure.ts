/** A step: takes what is known so far and adds what it found out, or throws. */
export type Step<Known, Found extends object> = (facts: Known) => Found | Promise<Found>;

/**
 * A long procedure as a visible list of named steps.
 *
 * The compiler checks the order: a step may only read what an earlier one added. A step that throws ends the procedure.
 */
export interface Procedure<Input extends object, Known extends Input> {
  /** Appends a step. */
  step<Found extends object>(next: Step<Known, Found>): Procedure<Input, Known & Found>;
  /** Runs every step in order. */
  run(input: Input): Promise<Known>;
  /** Names of the steps, in order. */
  readonly names: readonly string[];
}

/** Starts an empty procedure. */
export function createProcedure<Input extends object>(): Procedure<Input, Input> {
  return buildProcedure<Input, Input>([]);
}

// The list holds steps with different needs; `step` has checked that each finds what it reads.
type AnyStep = Step<never, object>;

function buildProcedure<Input extends object, Known extends Input>(steps: readonly AnyStep[]): Procedure<Input, Known> {
  return {
    step: <Found extends object>(next: Step<Known, Found>) => buildProcedure<Input, Known & Found>([...steps, next]),
    run: async (input) => {
      const facts: object = { ...input };
      for (const step of steps) {
        const found = step(facts as never);
        // Most steps wait for nothing, so neither does the request.
        Object.assign(facts, 'then' in found ? await found : found);
      }
      return facts as Known;
    },
    names: steps.map((step) => step.name),
  };
}
