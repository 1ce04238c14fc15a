/**
 * What a caller of a tool is told when it cannot be done: what was expected, what came, what to do. Never holds a
 * secret: it is written to whoever called.
 */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
}

/** Something on the command line or in the environment is not as it must be; the program does not start. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
