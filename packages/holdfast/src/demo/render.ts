import { Listr } from 'listr2';
import { fit } from '../terminal/wrap.ts';
import type { Act } from './act.ts';
import type { PlayedAct } from './programme.ts';
import type { Weakness } from './weaknesses.ts';

/** How a renderer gets its acts played. */
export interface Theatre {
  readonly play: (act: Act) => Promise<PlayedAct>;
  readonly weakness?: Weakness | undefined;
}

/** Plays a programme and shows it as it runs. */
export type DemoRenderer = (programme: readonly Act[], theatre: Theatre) => Promise<readonly PlayedAct[]>;

/** One JSON line per act, when it has ended. */
export const renderJson: DemoRenderer = async (programme, theatre) => {
  const played: PlayedAct[] = [];
  for (const act of programme) {
    const outcome = await theatre.play(act);
    played.push(outcome);
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
  }
  return played;
};

/** The theatre for people: progress as it runs, artefacts shortened, and a last word. */
export const renderTheatre: DemoRenderer = async (programme, theatre) => {
  const played: PlayedAct[] = [];
  say('The stolen-token theatre');
  say(
    'A private authority, its APIs, honest clients, and a thief in a process of his own who has only what was on the wire.',
  );
  if (theatre.weakness !== undefined)
    say(`Weakened on purpose (${theatre.weakness.name}): ${theatre.weakness.mistake}.`);
  for (const [kind, heading] of headings) {
    say(`\n${heading}`);
    const acts = programme.filter((act) => act.kind === kind);
    await createList(acts, async (act) => {
      const outcome = await theatre.play(act);
      played.push(outcome);
      return outcome;
    }).run();
  }
  say(`\n${lastWord(played)}`);
  return played;
};

const headings: readonly (readonly [Act['kind'], string])[] = [
  ['flow', 'Honest callers: each of these must work'],
  ['attack', 'The thief: each of these must be refused'],
];

function createList(acts: readonly Act[], play: (act: Act) => Promise<PlayedAct>): Listr {
  return new Listr(
    acts.map((act) => ({
      title: act.title,
      task: async (_context, task) => {
        const outcome = await play(act);
        if (!outcome.ok) throw new Error(failure(outcome));
        task.title = `${act.title} ${verdict(outcome)}`;
        const lines = Object.entries(outcome.exhibits).map(([name, value]) => `${name}: ${value}`);
        if (lines.length > 0) task.output = lines.join('\n');
      },
      rendererOptions: { persistentOutput: true, outputBar: Number.POSITIVE_INFINITY },
    })),
    { exitOnError: false, renderer: 'default', fallbackRenderer: 'simple', rendererOptions: { collapseErrors: false } },
  ) as Listr;
}

function verdict({ kind, status, code }: PlayedAct): string {
  const answer = [status, code].filter((part) => part !== undefined).join(' ');
  if (kind === 'flow') return answer === '' ? '' : `→ ${answer}`;
  return `→ refused, ${answer}`;
}

function failure({ act, kind, status, code }: PlayedAct): string {
  const answer = [status, code].filter((part) => part !== undefined).join(' ');
  return kind === 'flow' ? `${act} failed (${answer})` : `STOLEN: ${act} got through (${answer})`;
}

function lastWord(played: readonly PlayedAct[]): string {
  const stolen = played.filter((act) => act.kind === 'attack' && !act.ok);
  const failed = played.filter((act) => act.kind === 'flow' && !act.ok);
  if (stolen.length > 0) return `The thief got through: ${stolen.map((act) => act.act).join(', ')}.`;
  if (failed.length > 0) return `Honest callers failed: ${failed.map((act) => act.act).join(', ')}.`;
  const flows = played.filter((act) => act.kind === 'flow').length;
  return `${flows} flows worked, ${played.length - flows} attacks were refused. The stolen tokens were worthless.`;
}

function say(text: string): void {
  process.stdout.write(`${fit(text, process.stdout)}\n`);
}
