// Remembers the last answer of a function, for values that are asked for again and again with the same arguments.

/** A function that calls `make` only when an argument is not the one of the call before. */
export function rememberLast<Args extends readonly unknown[], Result>(
  make: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    const known = last;
    if (known?.args.every((arg, i) => Object.is(arg, args[i])) === true) return known.result;
    const result = make(...args);
    last = { args, result };
    return result;
  };
}
