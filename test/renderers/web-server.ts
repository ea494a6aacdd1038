// A session of a small web server, which the renderers' tests share.

import type { SessionData, SessionMeta } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const EXPRESS = '/app/node_modules/express/lib/router';
const HANDLE = [
  '<module>@/app/server.js:1',
  `handle@${EXPRESS}/index.js:136`,
  `next@${EXPRESS}/route.js:114`,
  `handle_request@${EXPRESS}/layer.js:86`,
].join(' > ');
const HANDLER = `${HANDLE} > handler@/app/src/routes.js:10`;
const LOAD = `${HANDLER} :14 > UserService.load@/app/src/service.js:30`;
const QUERY = `${LOAD} :33 > query@/app/src/db.js:5`;
const PG = `${QUERY} :9 > _query@/app/node_modules/pg/lib/client.js:500`;
const PARSE = `${PG} > parse@/app/node_modules/.pnpm/pg-protocol@1.6.0/node_modules/pg-protocol/dist/parser.js:7`;

/** One second; 10 samples. */
export const WEB_SERVER_PROFILE = `
  <module>@/app/server.js:1 > listen@/app/server.js:40 4ms
  <module>@/app/server.js:1 :3 128ms
  ${HANDLE} 30ms
  ${HANDLER} :11 48ms
  ${LOAD} :31 140ms
  ${QUERY} :8 > [await] 200ms
  ${PG} 90ms
  ${PARSE} 40ms
  ${PARSE} > emit@node:internal/streams/readable:20 20ms
  ${QUERY} :8 > [await] 300ms
  awaits /app/src/db.js:8 count=4 total=900ms max=300ms
`;

/** The session, with single facts replaced. */
export function webServer(meta: Partial<SessionMeta> = {}): SessionData {
  return parseProfile(WEB_SERVER_PROFILE, {
    program: 'server.js',
    startTime: '2026-01-02T22:13:20.000Z',
    cpuTimeUs: 500_000,
    ...meta,
  });
}
