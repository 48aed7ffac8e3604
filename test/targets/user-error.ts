import { UserError } from '../../src/model/errors.ts';

/** The one line that a user reads when something throws; fails on anything but a mistake of the user. */
export async function lineOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
  throw new Error('nothing was thrown');
}
