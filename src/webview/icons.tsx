// The pictures of the page, drawn here: a report loads nothing.

import type { JSX } from 'preact';

interface IconProps {
  readonly path: string;
  readonly name: string;
}

function Icon({ path, name }: IconProps): JSX.Element {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

/** Hotpath's own sign, which also marks the hot path. */
export function FlameIcon(): JSX.Element {
  return (
    <Icon
      name="flame"
      path="M8.9.8c.5 2-.3 3.2-1.4 4.4C6.3 6.500 3.500 8.100 3.500 11.100c0 2.500 2 4.400 4.500 4.400s4.500-1.900 4.500-4.400c0-2-.9-3.500-1.800-4.700-.1 1-.5 1.800-1.300 2.300C9.900 6.300 10.600 3.200 8.900.8zM8 14.200c-1.300 0-2.200-.9-2.200-2.100 0-1.300 1-1.900 1.700-2.900.3 1 .8 1.200 1.500 1.700.7.500 1.200 1 1.200 1.600 0 1-.9 1.700-2.200 1.700z"
    />
  );
}

/** The arrow of a row that can be expanded; turned by the style sheet. */
export function ArrowIcon(): JSX.Element {
  return <Icon name="arrow" path="M5.700 3.300 10.400 8l-4.700 4.700-1-1L8.400 8 4.700 4.300z" />;
}

/** A cross: close, or clear. */
export function CrossIcon(): JSX.Element {
  return (
    <Icon
      name="cross"
      path="m8 6.900 3.600-3.600 1.100 1.100L9.100 8l3.600 3.600-1.100 1.100L8 9.100l-3.600 3.600-1.100-1.100L6.900 8 3.300 4.400l1.100-1.100z"
    />
  );
}

/** A magnifying glass. */
export function SearchIcon(): JSX.Element {
  return (
    <Icon
      name="search"
      path="M7 2a5 5 0 0 1 4 8l3.300 3.300-1 1L10 11a5 5 0 1 1-3-9zm0 1.400a3.600 3.600 0 1 0 0 7.200 3.600 3.600 0 0 0 0-7.200z"
    />
  );
}
