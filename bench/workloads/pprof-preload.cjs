// Profiles the program with @datadog/pprof, lines and all, and writes the profile at its end.
const { writeFileSync } = require('node:fs');
const { encodeSync, time } = require('@datadog/pprof');

time.start({ intervalMicros: 1000, lineNumbers: true });
process.prependOnceListener('exit', () => {
  const profile = encodeSync(time.stop());
  if (process.env.PPROF_OUT) writeFileSync(process.env.PPROF_OUT, profile);
});
