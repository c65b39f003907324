/** One event of a stream. */
export interface ServerSentEvent {
  /** Its `event` field; `message` where it has none. */
  readonly name: string;
  /** Its own `id` field. */
  readonly id: string | undefined;
  /** Its `data` lines. */
  readonly data: string;
}

/** Takes a stream apart, piece by piece. */
export interface EventParser {
  /**
   * Takes the next piece.
   *
   * @returns the events that it completed; undefined when one is longer than allowed, and nothing more can be read then
   */
  push(text: string): readonly ServerSentEvent[] | undefined;
}

/**
 * Makes a parser of server-sent events, bounded: neither a line that never ends nor an event of a million lines fills the memory.
 *
 * Comments keep no event alive. `retry` is not looked at: how soon to come back is decided here.
 *
 * Not checked: what names, ids and data say.
 *
 * @param longestEvent - most characters of one event, comments included
 * @see HTML standard, section 9.2.6 (interpreting an event stream)
 */
export function createEventParser(longestEvent: number): EventParser {
  let rest = '';
  let endedWithReturn = false;
  let length = 0;
  let fields = new Map<string, string>();

  const takeLine = (line: string, events: ServerSentEvent[]): void => {
    if (line === '') {
      const [name, data] = [fields.get('event'), fields.get('data')];
      if (name !== undefined || data !== undefined) {
        events.push({ name: name ?? 'message', id: fields.get('id'), data: data ?? '' });
      }
      fields = new Map();
      length = 0;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const before = fields.get('data');
    if (field === 'data' && before !== undefined) fields.set('data', `${before}\n${value}`);
    else if (field === 'data' || field === 'event' || field === 'id') fields.set(field, value);
  };

  return {
    push(text) {
      const events: ServerSentEvent[] = [];
      // A line feed at the start belongs to the carriage return before it.
      let start = endedWithReturn && text.startsWith('\n') ? 1 : 0;
      if (text !== '') endedWithReturn = text.endsWith('\r');
      const lineEnd = /\r\n|\r|\n/g;
      lineEnd.lastIndex = start;
      for (let found = lineEnd.exec(text); found !== null; found = lineEnd.exec(text)) {
        const line = rest + text.slice(start, found.index);
        rest = '';
        start = lineEnd.lastIndex;
        length += line.length;
        if (length > longestEvent) return undefined;
        takeLine(line, events);
      }
      rest += text.slice(start);
      return length + rest.length > longestEvent ? undefined : events;
    },
  };
}
