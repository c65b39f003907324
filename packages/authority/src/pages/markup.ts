/** Text that is HTML already. Only {@link html} makes it. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a gap of a template: text, which is escaped, or markup, which is not. */
export type Piece = string | Markup | undefined | readonly Piece[];

/**
 * Writes HTML: every gap of the template is escaped, unless it holds markup that was written the same way.
 *
 * A gap may stand between tags and inside quoted attribute values, and nowhere else.
 */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: String.raw({ raw: parts }, ...pieces.map(write)) };
}

/** Markup out of a constant of ours: the style sheet, the one script. Never out of anything that came from outside. */
export function constantMarkup(text: string): Markup {
  return { markup: text };
}

function write(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string') return escapeText(piece);
  return 'markup' in piece ? piece.markup : piece.map(write).join('');
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  // A parser that reads them bare makes one line feed of both.
  '\r': '&#13;',
  '\n': '&#10;',
};

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"'`\r\n]/g, (letter) => references[letter] ?? '');
}
