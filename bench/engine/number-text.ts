/** Writes a figure with the digits that mean something: `0.0045`, `0.52`, `17.4`, `1,234`; whole numbers whole. */
export function figureText(figure: number): string {
  const size = Math.abs(figure);
  const digits = Number.isInteger(figure) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return figure.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Writes a ratio: `×0.25`, `×12.0`, `×1/340`; of figures that are zero there is none. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  if (ratio > 0 && ratio < 0.1) return `×1/${figureText(1 / ratio)}`;
  return `×${figureText(ratio)}`;
}
