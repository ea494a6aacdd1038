// A reporter of node:test for run-files.ts: how each test ended, a line each, so that the lines of a run that is cut
// short tell what there was until then.

export default async function* countTests(events) {
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:fail') yield 'fail\n';
    if (type === 'test:pass') yield data.skip === undefined ? 'pass\n' : 'skip\n';
  }
}
