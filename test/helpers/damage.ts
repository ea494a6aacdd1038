// Damages files as accidents do: a value or a few characters at a time.

/** Values that files get when something goes wrong with them. */
const WRONG_VALUES = [
  ...[null, -1, 0, 1, 1.5, 99, 2 ** 31, 1e15, 1e300, -1e300, 'Infinity', '', 'x', '__proto__'],
  ...[[], [1], [[0]], {}, { length: 3 }, true],
];

/** Numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** Replaces, repeats or removes one value somewhere in the JSON. */
export function damageValue(text: string, random: Random): string {
  const json = JSON.parse(text) as unknown;
  const places: { readonly parent: Record<string, unknown>; readonly key: string }[] = [];
  const open: unknown[] = [json];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const parent = next as Record<string, unknown>;
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      open.push(parent[key]);
    }
  }
  const { parent, key } = places[Math.floor(random() * places.length)]!;
  const choice = Math.floor(random() * (WRONG_VALUES.length + 3));
  if (choice < WRONG_VALUES.length) parent[key] = WRONG_VALUES[choice];
  else if (!Array.isArray(parent)) Reflect.deleteProperty(parent, key);
  else if (choice === WRONG_VALUES.length) parent.push(parent[Number(key)]);
  else parent.splice(Number(key), 1);
  // Written as text, infinity is a number that JSON can hold and no program can count to.
  return JSON.stringify(json).replace('"Infinity"', '1e999');
}

/** Cuts the text off, or changes, removes or repeats some of its characters. */
export function damageText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const until = at + Math.floor(random() * 20);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return text.slice(0, at);
  if (kind === 1) return text.slice(0, at) + text.slice(until);
  if (kind === 2) return text.slice(0, until) + text.slice(at);
  return (
    text.slice(0, at) + String.fromCharCode(32 + Math.floor(random() * 95)) + text.slice(at + 1)
  );
}

/** The same for bytes, of which any value may come out. */
export function damageBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  if (random() < 0.2) return bytes.slice(0, at);
  const damaged = bytes.slice();
  for (let i = at; i <= at + random() * 3; i++) damaged[i] = Math.floor(random() * 256);
  return damaged;
}
