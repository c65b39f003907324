/** Set-up cannot go on; the message is one line with cause and mend. */
export class SetUpFailed extends Error {}
