// How middleware tells that a profile failed: the response goes out as if nothing had been.

/** Emits a warning of the process. */
export function warn(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A request could not be profiled: ${why}`, 'HotpathWarning');
}
