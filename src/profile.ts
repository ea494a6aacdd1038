// `profile(fn)`: a function that is profiled each time it is called, whatever kind of function it is.
//
//   a function          until it returns or throws
//   an async function   until its promise settles
//   a generator         from its first `next` until it is done; what its consumer does meanwhile is out of context
//   an async generator  likewise

import { ProfiledCall } from './profiled-call.ts';
import type { Iterated, ProfileOptions } from './profiled-call.ts';
import { callerPlace } from './sampler/in-process/frames.ts';

export type { ProfileOptions } from './profiled-call.ts';

/** Any function: `never` takes every list of parameters. */
export type AnyFunction = (...args: never[]) => unknown;

/**
 * The same function, profiled: it takes, gives and throws the same. The session is delivered also when it throws. A
 * profile that fails, for bad options too, is told as a warning of the process and never changes what the function does.
 */
export function profile<F extends AnyFunction>(fn: F, options: ProfileOptions = {}): F {
  return wrap(fn, { ...options, description: options.description ?? describe(fn.name) });
}

/** The method decorator of TypeScript's and the language's own kind. */
export interface MethodDecorator {
  <F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext): F;
  <F extends AnyFunction>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<F>,
  ): void;
}

/** `@profiled()` or `@profiled`: profiles each call of a method, as {@link profile} does. */
export function profiled(options?: ProfileOptions): MethodDecorator;
export function profiled<F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext): F;
export function profiled<F extends AnyFunction>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<F>,
): void;
export function profiled(...args: readonly unknown[]): unknown {
  const place = callerPlace();
  if (args.length > 1) return decorate(args as Decorated, {}, place);
  const options = (args[0] ?? {}) as ProfileOptions;
  return (...decorated: Decorated) => decorate(decorated, options, place);
}

/** What a decorator of either kind is called with. */
type Decorated = readonly [
  target: unknown,
  context: ClassMethodDecoratorContext | string | symbol,
  descriptor?: TypedPropertyDescriptor<AnyFunction>,
];

function decorate(
  [target, context, descriptor]: Decorated,
  options: ProfileOptions,
  place: string,
): unknown {
  const wrapped = (method: AnyFunction, name: string | symbol): AnyFunction =>
    wrap(method, { description: `Function ${String(name)} at ${place}`, ...options });
  if (typeof context === 'object') return wrapped(target as AnyFunction, context.name);
  if (descriptor?.value !== undefined) descriptor.value = wrapped(descriptor.value, context);
  return undefined;
}

function wrap<F extends AnyFunction>(fn: F, options: ProfileOptions): F {
  const isGenerator = GENERATORS.has(Object.prototype.toString.call(fn));
  return new Proxy(fn, {
    apply(target, self: unknown, args) {
      const call = new ProfiledCall({ asyncMode: 'strict', ...options });
      const body = (): unknown => Reflect.apply(target, self, args);
      // The body of a generator runs with the first `next`, not with the call.
      return isGenerator ? call.iterate(body() as Iterated) : call.run(body);
    },
  });
}

const GENERATORS: ReadonlySet<string> = new Set([
  '[object GeneratorFunction]',
  '[object AsyncGeneratorFunction]',
]);

function describe(name: string): string {
  return `Function ${name === '' ? '<anonymous>' : name} at ${callerPlace()}`;
}
