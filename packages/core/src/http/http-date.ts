const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const fixdate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/;
const rfc850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) GMT$/;
const asctime =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?<year>\d{4})$/;

/**
 * Parses an HTTP date in any of its three forms. Does NOT check that the weekday fits the date.
 *
 * @param text - the date
 * @param nowSeconds - epoch seconds now: a two-digit year more than 50 years ahead is in the past
 * @returns epoch seconds; `undefined` for anything that is not an HTTP date
 * @see RFC 9110 section 5.6.7
 */
export function parseHttpDate(text: string, nowSeconds: number): number | undefined {
  const parts = (fixdate.exec(text) ?? rfc850.exec(text) ?? asctime.exec(text))?.groups;
  if (parts === undefined) return undefined;
  const month = months.indexOf(parts['month'] ?? '');
  const [year, day, hour, minute, second] = ['year', 'day', 'hour', 'minute', 'second'].map((name) =>
    Number(parts[name]),
  );
  if (
    month < 0 ||
    year === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    second === undefined
  ) {
    return undefined;
  }
  const fullYear = parts['year']?.length === 2 ? expandYear(year, nowSeconds) : year;
  const date = new Date(Date.UTC(fullYear, month, day, hour, minute, second));
  const isReal = date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute;
  return isReal ? date.getTime() / 1000 : undefined;
}

function expandYear(twoDigits: number, nowSeconds: number): number {
  const thisYear = new Date(nowSeconds * 1000).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + 50 ? year - 100 : year;
}
