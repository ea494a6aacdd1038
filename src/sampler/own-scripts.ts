// Which scripts of a program are ours.

/** Whether the script runs inside the target for us. */
export function isOwnScript(url: string): boolean {
  return (
    url.startsWith('hotpath:') ||
    /[\\/]dist[\\/]target[\\/](preload|program-thread|worker-thread|relay)\.cjs$/.test(url)
  );
}
