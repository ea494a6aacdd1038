// Errors that a user can act on. Anything else that is thrown is a bug and travels to the top.

/** What went wrong, for code to tell apart; the sentence is for people. */
export type ProfileErrorCode =
  | 'usage'
  | 'not-found'
  | 'no-node'
  | 'old-node'
  | 'no-loader'
  | 'never-loaded'
  | 'bad-file'
  | 'bad-option'
  | 'connection'
  | 'already-running'
  | 'not-running'
  | 'untrusted';

/** A failure with one clear sentence for the user. Each face shows `message` as it is and never the stack. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';

  constructor(
    readonly code: ProfileErrorCode,
    sentence: string,
    options?: { readonly cause?: unknown },
  ) {
    super(sentence, options);
  }
}
