/** Exit codes of the command line. */
export const exitCodes = {
  ok: 0,
  refused: 1,
  usage: 2,
  config: 2,
  port: 3,
  dataCorrupt: 4,
  dataLocked: 5,
} as const;
