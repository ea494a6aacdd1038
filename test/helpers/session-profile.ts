// A profile for tests of session files.

/** It has rows in every table of a session, in two lanes. */
export const SESSION_PROFILE = `
  App.main@/app/a.js:1:1 :12:5 > parse@/app/b.js:5 :7 3ms
  App.main@/app/a.js:1:1 :13 > [await] 2.5ms
  awaits /app/a.js:13:3 count=4 total=900ms max=300ms
  lane worker 1 pid=7 thread=1 start=5ms
  main@/app/w.js > sort@native 1ms
  [idle] 333us x3
`;
