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
 * profile that fails is told as a warning of the process and never changes what the function does.
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

/** `@profiled()`: profiles each call of a method, as {@link profile} does. */
export function profiled(options: ProfileOptions = {}): MethodDecorator {
  const place = callerPlace();
  const decorate = <F extends AnyFunction>(method: F, name: string): F =>
    wrap(method, { description: `Function ${name} at ${place}`, ...options });
  return ((
    target: unknown,
    context: ClassMethodDecoratorContext | string | symbol,
    descriptor?: TypedPropertyDescriptor<AnyFunction>,
  ): unknown => {
    if (typeof context === 'object') return decorate(target as AnyFunction, String(context.name));
    if (descriptor?.value !== undefined)
      descriptor.value = decorate(descriptor.value, String(context));
    return undefined;
  }) as MethodDecorator;
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
