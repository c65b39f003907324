/*
 * A reporter for `node --test-reporter`: one line of JSON for each test that ran, and nothing else.
 */
// biome-ignore lint/style/noDefaultExport: a reporter is the default export of its module.
export default async function* outcomes(source) {
  for await (const { type, data } of source) {
    const ended = type === 'test:pass' || type === 'test:fail';
    if (ended && data.skip === undefined)
      yield `${JSON.stringify({ title: data.name, passed: type === 'test:pass' })}\n`;
  }
}
