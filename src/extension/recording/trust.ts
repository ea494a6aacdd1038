// Nothing is run, and nothing is attached to, for a folder that the user does not trust.

import * as vscode from 'vscode';
import { ProfileError } from '../../model/errors.ts';

/** Throws a `ProfileError` (`untrusted`) in a restricted window. */
export function assertTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new ProfileError(
    'untrusted',
    'Hotpath runs programs only in folders that you trust. Profiles can be opened.',
  );
}
