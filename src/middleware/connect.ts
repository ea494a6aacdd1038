// `hotpath/connect`: profiles requests of Connect, whose handlers are those of Express.

export { profileRequests } from './express.ts';
export type { Handler, MiddlewareOptions, ReportInfo } from './express.ts';
