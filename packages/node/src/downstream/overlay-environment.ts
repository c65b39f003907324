import { DownstreamSettingsInvalid } from '../errors/downstream-errors.ts';

type Section = { [name: string]: unknown };

/**
 * Puts environment variables over settings, as .NET does: `AzureAd__ClientId` is `ClientId` of section `AzureAd`, `Orders__Scopes__0` the first
 * of its scopes. Letter case does not matter.
 *
 * @param sections - only variables of these are looked at; everything else in an environment is somebody else's
 * @throws {@link DownstreamSettingsInvalid} for two variables that differ in letter case only: which one holds would be left to chance
 */
export function overlayEnvironment(
  settings: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
  sections: readonly string[],
): Readonly<Record<string, unknown>> {
  const result = structuredClone(settings) as Section;
  const wanted = new Set(sections.map((section) => section.toLowerCase()));
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(environment)) {
    const [section = '', ...path] = name.split('__');
    const isSafe = path.length > 0 && path.every((part) => part !== '' && part.toLowerCase() !== '__proto__');
    if (value === undefined || !isSafe || !wanted.has(section.toLowerCase())) continue;
    if (seen.has(name.toLowerCase())) throw new DownstreamSettingsInvalid({ detail: 'environment: a variable twice' });
    seen.add(name.toLowerCase());
    write(result, [section, ...path], value);
  }
  return result;
}

function write(target: Section, [first = '', ...rest]: readonly string[], value: string): void {
  const name = Object.keys(target).find((known) => known.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const present = target[name];
  const isSection = typeof present === 'object' && present !== null;
  const below: Section = isSection ? (present as Section) : {};
  if (!isSection) target[name] = below;
  write(below, rest, value);
}
