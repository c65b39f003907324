const units: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** Writes epoch seconds as ISO 8601 in UTC; undefined for a number that is no time. */
export function toIsoTime(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

/** Writes epoch seconds as people say it: `5 minutes ago`, `in 2 hours`, `now`. */
export function toRelativeTime(seconds: number, now: number): string {
  const distance = Math.round(seconds - now);
  if (distance === 0) return 'now';
  const span = toSpan(Math.abs(distance));
  return distance < 0 ? `${span} ago` : `in ${span}`;
}

/** Writes a number of seconds in the largest unit that fits, with one more where it says something: `1 hour 5 minutes`. */
export function toSpan(seconds: number): string {
  const at = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[at] ?? [1, 'second'];
  const count = Math.floor(seconds / size);
  const [nextSize, nextName] = units[at + 1] ?? [1, ''];
  const rest = Math.floor((seconds - count * size) / nextSize);
  return nextName === '' || rest === 0 || count > 9 ? say(count, name) : `${say(count, name)} ${say(rest, nextName)}`;
}

function say(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
