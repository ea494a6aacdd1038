// What users and systems end programs with, and the relay in the program looks after. Not SIGUSR1: it opens the inspector.

export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;
