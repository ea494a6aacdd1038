// Answers with the report in the place of the response: for everything that is built on Node.js' own HTTP server.
//
// What the program writes is kept back. When it is complete, the report is sent instead; where there is none, what
// was kept is sent as it was meant.

import type { ServerResponse } from 'node:http';
import type { HtmlReport } from '../index.ts';
import { warn } from './warning.ts';

/** Headers that describe the response that is not sent. */
const OBSOLETE = [
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'content-disposition',
  'content-security-policy-report-only',
  'etag',
  'last-modified',
  'location',
  'trailer',
];

/** A response is not kept back beyond this. */
const MAX_KEPT_BYTES = 64 * 2 ** 20;

type Method = 'writeHead' | 'write' | 'end' | 'flushHeaders';
type Callback = () => void;
type Originals = Readonly<Record<Method, (...args: unknown[]) => unknown>>;

/** Keeps back what is written to the response until it ends; `makeReport` is called then. */
export function replaceResponse(
  response: ServerResponse,
  makeReport: () => HtmlReport | undefined,
): void {
  if (!response.headersSent) new KeptResponse(response, makeReport).begin();
}

/** A response whose methods keep what they are given, until it is decided what is sent. */
class KeptResponse {
  readonly #response: ServerResponse;
  readonly #makeReport: () => HtmlReport | undefined;
  readonly #originals: Originals;
  readonly #kept: { readonly method: Method; readonly args: readonly unknown[] }[] = [];
  #bytes = 0;
  /** Others may have wrapped our methods and go on to call them: they then do what they did before. */
  #isDecided = false;

  constructor(response: ServerResponse, makeReport: () => HtmlReport | undefined) {
    this.#response = response;
    this.#makeReport = makeReport;
    const { writeHead, write, end, flushHeaders } = response as unknown as Originals;
    this.#originals = { writeHead, write, end, flushHeaders };
  }

  begin(): void {
    const take =
      (method: Method) =>
      (...args: unknown[]): unknown =>
        this.#isDecided ? this.#call(method, args) : this.#keep(method, args);
    Object.assign(this.#response, {
      writeHead: take('writeHead'),
      flushHeaders: take('flushHeaders'),
      write: take('write'),
      end: take('end'),
    });
  }

  #keep(method: Method, args: readonly unknown[]): unknown {
    this.#kept.push({ method, args });
    if (method === 'end') this.#decide(args);
    if (method !== 'write') return this.#response;
    callBack(args);
    this.#bytes += sizeOf(args[0]);
    if (this.#bytes > MAX_KEPT_BYTES) this.#giveUp();
    return true;
  }

  #decide(endArgs: readonly unknown[]): void {
    const report = this.#response.headersSent ? undefined : this.#makeReport();
    if (report === undefined) this.#release();
    else {
      this.#isDecided = true;
      sendReport(this.#response, report, body => {
        this.#call('end', [body, ...callbackOf(endArgs)]);
      });
    }
  }

  #giveUp(): void {
    warn(
      new Error('the response is too large to be kept back, and was sent instead of the report.'),
    );
    this.#release();
  }

  /** Sends what was kept. */
  #release(): void {
    this.#isDecided = true;
    for (const { method, args } of this.#kept.splice(0)) this.#call(method, args);
  }

  #call(method: Method, args: readonly unknown[]): unknown {
    return Reflect.apply(this.#originals[method], this.#response, args);
  }
}

function sizeOf(chunk: unknown): number {
  if (typeof chunk === 'string') return chunk.length;
  return chunk instanceof Uint8Array ? chunk.byteLength : 0;
}

/** Whoever waits for its part to be written goes on writing. */
function callBack(args: readonly unknown[]): void {
  for (const callback of callbackOf(args)) process.nextTick(callback);
}

/** The callback that a call was given, if any. */
function callbackOf(args: readonly unknown[]): readonly Callback[] {
  return args.slice(-1).filter((last): last is Callback => typeof last === 'function');
}

function sendReport(
  response: ServerResponse,
  { html, policy }: HtmlReport,
  end: (body: Buffer) => void,
): void {
  for (const name of OBSOLETE) response.removeHeader(name);
  const body = Buffer.from(html);
  response.statusCode = 200;
  // HTTP/2 has none, and says so when it is asked for it.
  if (Object.hasOwn(response, 'statusMessage')) response.statusMessage = 'OK';
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.setHeader('content-security-policy', policy);
  response.setHeader('cache-control', 'no-store');
  end(body);
}
