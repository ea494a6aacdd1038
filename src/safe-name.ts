// Names of files for reports that are safe whatever they are made of.

/** Longer names are refused by file systems, which count bytes. */
const MAX_BYTES = 200;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** One name in one folder, on every system: no separators, no signs that mean something, none that cannot be seen. */
export function safeName(name: string, extension: string): string {
  const ending = `.${extension}`;
  const stem = name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  const plain = stem
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|%]+/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(RESERVED, '_$&');
  const short = shorten(plain, MAX_BYTES - ending.length);
  return `${short === '' ? 'request' : short}${ending}`;
}

function shorten(text: string, bytes: number): string {
  let short = text.slice(0, bytes);
  while (Buffer.byteLength(short) > bytes) short = short.slice(0, -1);
  // Half of a sign that takes two units is none.
  return short.replace(/[\uD800-\uDBFF]$/, '').trimEnd();
}
