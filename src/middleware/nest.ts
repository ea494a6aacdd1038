// `hotpath/nest`: profiles requests of NestJS, on Express or on Fastify: both call middleware as Express does.
//
//   const app = await NestFactory.create(AppModule);
//   app.use(profileRequests());

export { profileRequests } from './express.ts';
export type { Handler, MiddlewareOptions, ReportInfo } from './express.ts';
