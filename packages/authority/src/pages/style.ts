// waiver: a style sheet, one text whose hash is in the policy of every page.
/**
 * The one style sheet of all pages. System fonts, light and dark, no image and no motion; sizes in rem, so that a larger text in the browser
 * makes everything larger. Where something has a colour that means something, a word says the same.
 */
export const styleSheet: string = `
:root {
  color-scheme: light dark;
  --ground: #f3f1ec; --card: #ffffff; --ink: #1b2226; --quiet: #525d65; --line: #dcd7cd; --edge: #737d85;
  --accent: #0a5a61; --accent-strong: #07434a; --on-accent: #ffffff; --tint: #e9f2f2; --focus: #0a5a61;
  --bad: #9c1f17; --bad-tint: #fcefed; --notice-tint: #fdf4de; --notice-edge: #8a6100;
  --shadow: 0 1px 2px rgb(27 34 38 / 8%), 0 12px 32px rgb(27 34 38 / 9%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #111619; --card: #1b2226; --ink: #edf1f2; --quiet: #aeb9bf; --line: #333d43; --edge: #84919a;
    --accent: #86d3d6; --accent-strong: #a9e3e5; --on-accent: #06282b; --tint: #223337; --focus: #a9e3e5;
    --bad: #ffb4ab; --bad-tint: #3a2322; --notice-tint: #33301f; --notice-edge: #d9b65c;
    --shadow: none;
  }
}
@media (prefers-contrast: more) { :root { --line: var(--edge); --quiet: var(--ink); } }
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; background: var(--ground); color: var(--ink); padding: 1.5rem 1rem; }
header, main, footer { width: 100%; max-width: 27rem; }
header { display: flex; align-items: center; gap: 0.625rem; margin: 4vh 0 1rem; color: var(--accent); }
header svg { flex: none; width: 2rem; height: 2rem; }
header p { margin: 0; line-height: 1.25; color: var(--ink); }
header strong { display: block; font-size: 1.125rem; letter-spacing: 0.005em; }
header span { color: var(--quiet); font-size: 0.875rem; }
main { background: var(--card); border: 1px solid var(--line); border-radius: 0.875rem; box-shadow: var(--shadow); padding: 1.75rem; }
footer { margin: 1rem 0 2rem; color: var(--quiet); font-size: 0.875rem; padding: 0 0.25rem; }
footer p { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h2 { font-size: 0.9375rem; font-weight: 600; margin: 1.5rem 0 0.5rem; }
p { margin: 0 0 0.75rem; }
.lead { color: var(--quiet); margin-bottom: 1.25rem; }
.lead .name, li .name, p .name { color: var(--ink); }
bdi { overflow-wrap: anywhere; }
.name { font-weight: 600; }
code { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: 0.875em; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin: 0 0 0.375rem; }
.field { margin: 0 0 1rem; }
.hint { color: var(--quiet); font-size: 0.875rem; margin: 0.375rem 0 0; }
input[type="text"], input[type="password"] { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 0.5rem; }
input[aria-invalid="true"] { border: 2px solid var(--bad); }
button { display: block; width: 100%; min-height: 2.75rem; padding: 0.5rem 1rem; font: inherit; font-weight: 600; line-height: 1.3; text-align: center; border-radius: 0.5rem; border: 1px solid var(--edge); background: transparent; color: inherit; cursor: pointer; overflow-wrap: anywhere; }
button:hover { background: var(--tint); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
button.plain { border-color: transparent; color: var(--accent); }
button.account { display: flex; align-items: center; gap: 0.75rem; text-align: start; padding: 0.625rem 0.75rem; }
button.account + button.account { margin-top: 0.5rem; }
.badge { flex: none; display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-size: 0.875rem; font-weight: 650; }
button.account:hover .badge { background: var(--card); }
.who { min-width: 0; }
.who small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--quiet); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-strong); }
.or { display: flex; align-items: center; gap: 0.75rem; margin: 1.5rem 0 1rem; color: var(--quiet); font-size: 0.875rem; font-weight: 400; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.actions { display: grid; gap: 0.5rem; margin-top: 1.25rem; }
form + form .actions { margin-top: 0.5rem; }
main form:last-child button.plain:last-child { margin-bottom: -0.75rem; }
.problem, .notice { border-radius: 0.5rem; padding: 0.75rem 0.875rem; margin: 0 0 1.25rem; border: 1px solid; }
.problem { background: var(--bad-tint); border-color: var(--bad); }
.problem strong { color: var(--bad); }
.notice { background: var(--notice-tint); border-color: var(--notice-edge); }
.problem p, .notice p { margin: 0; }
ul.scopes, ul.people { list-style: none; margin: 0 0 1.25rem; padding: 0; border: 1px solid var(--line); border-radius: 0.5rem; }
ul.scopes li, ul.people li { padding: 0.625rem 0.875rem; overflow-wrap: anywhere; }
ul.scopes li + li, ul.people li + li { border-top: 1px solid var(--line); }
ul.scopes small, ul.people small { display: block; color: var(--quiet); font-size: 0.875rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.375rem 1rem; margin: 1.25rem 0 0; font-size: 0.9375rem; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
@media (max-width: 24rem) {
  body { padding: 0.75rem 0.5rem; }
  header { margin-top: 0.5rem; padding: 0 0.25rem; }
  main { padding: 1.25rem 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd + dt { margin-top: 0.5rem; }
}
@media (forced-colors: active) { .badge, main { border: 1px solid; } }
`;
