/** Writes a figure with three digits that mean something: `0.52`, `17.4`, `1,234`. */
export function figureText(figure: number): string {
  const size = Math.abs(figure);
  const digits = size >= 100 || figure === 0 ? 0 : size >= 10 ? 1 : 2;
  return figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Writes a ratio: `×0.25`, `×12.0`. */
export function ratioText(ratio: number): string {
  return `×${figureText(ratio)}`;
}
