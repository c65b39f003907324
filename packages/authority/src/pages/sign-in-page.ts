import { accountButton, interactionForm } from './forms.ts';
import { html, type Markup } from './markup.ts';
import type { Page } from './page.ts';
import { renderPage } from './render-page.ts';
import { name } from './shown-text.ts';
import type { SignInProblem, SignInView } from './views.ts';

const problems: Readonly<Record<SignInProblem, { readonly text: string; readonly field: 'username' | 'password' }>> = {
  usernameMissing: { text: 'Enter your user name.', field: 'username' },
  passwordMissing: { text: 'Enter your password.', field: 'password' },
  // One text for both, so that nobody learns which names there are.
  credentialsWrong: { text: 'The user name or the password is wrong.', field: 'password' },
  heldBack: { text: 'There were too many wrong passwords. Wait a minute, and try again.', field: 'password' },
};

const reasons: Readonly<Record<NonNullable<SignInView['reason']>, string>> = {
  signInAgain: 'asks you to sign in again.',
  stepUp: 'asks you to sign in again, because what you are about to do needs a fresh sign-in.',
};

/** Writes the page where people sign in. */
export function renderSignIn(view: SignInView): Page {
  const { form, tenant, application, testUsers, problem, reason } = view;
  return renderPage({
    title: problem === undefined ? 'Sign in' : 'Error: sign in',
    ownForms: true,
    redirectUri: form.redirectUri,
    main: html`<h1>Sign in</h1>
<p class="lead">to ${name(application)} with an account of ${name(tenant)}</p>
${reason === undefined ? undefined : html`<div class="notice"><p>${name(application)} ${reasons[reason]}</p></div>`}
${problem === undefined ? undefined : problemSummary(problem)}
${testUsers.length === 0 ? undefined : oneClick(view)}
${interactionForm(form, fields(view))}
${interactionForm(form, html`<div class="actions"><button class="plain" type="submit" id="cancel" name="step" value="cancel">Cancel</button></div>`)}`,
  });
}

function problemSummary(problem: SignInProblem): Markup {
  return html`<div class="problem" id="problem" role="alert"><p><strong>Not signed in.</strong> ${problems[problem].text}</p></div>`;
}

// A form of its own: in the other one, its first button would be what the Enter key presses.
function oneClick({ form, testUsers }: SignInView): Markup {
  const buttons = testUsers.map((user) => accountButton('user', user));
  return html`<section aria-labelledby="test-users">
<h2 id="test-users">Test users, no password needed</h2>
${interactionForm(form, html`${buttons}`)}
</section>
<h2 class="or">or with a password</h2>`;
}

function fields({ username = '', problem }: SignInView): Markup {
  const wrong = problem === undefined ? undefined : problems[problem].field;
  return html`<div class="field">
<label for="username">User name</label>
<input type="text" id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="256"${wrong === 'username' ? html` aria-describedby="problem"${faulty}` : undefined}>
</div>
<div class="field">
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" maxlength="256" aria-describedby="${wrong === 'password' ? 'problem ' : ''}password-hint"${wrong === 'password' ? faulty : undefined}>
<p class="hint" id="password-hint">Test users have theirs in what <code>holdfast up --json</code> prints.</p>
</div>
<div class="actions"><button class="primary" type="submit" id="go">Sign in</button></div>`;
}

// The keyboard starts where something has to be mended, and the field says what.
const faulty = html` aria-invalid="true" autofocus`;
