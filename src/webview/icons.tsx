// The pictures of the page, drawn here: a report loads nothing.

import type { JSX } from 'preact';

interface IconProps {
  readonly path: string;
  readonly name: string;
  /** What a screen reader says; without it, nothing. */
  readonly label?: string | undefined;
}

function Icon({ path, name, label }: IconProps): JSX.Element {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      focusable="false"
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <path d={path} />
    </svg>
  );
}

/** Hotpath's own sign, which also marks the hot path. */
export function FlameIcon({ label }: { readonly label?: string }): JSX.Element {
  return (
    <Icon
      label={label}
      name="flame"
      path="M8.9.8c.5 2-.3 3.2-1.4 4.4C6.3 6.5 3.5 8.1 3.5 11.1c0 2.5 2 4.4 4.5 4.4s4.5-1.9 4.5-4.4c0-2-.9-3.5-1.8-4.7-.1 1-.5 1.8-1.3 2.3C9.9 6.3 10.6 3.2 8.9.8zM8 14.2c-1.3 0-2.2-.9-2.2-2.1 0-1.3 1-1.9 1.7-2.9.3 1 .8 1.2 1.5 1.7.7.5 1.2 1 1.2 1.6 0 1-.9 1.7-2.2 1.7z"
    />
  );
}

/** The arrow of a row that can be expanded; turned by the style sheet. */
export function ArrowIcon(): JSX.Element {
  return <Icon name="arrow" path="M5.7 3.3 10.4 8l-4.7 4.7-1-1L8.4 8 4.7 4.3z" />;
}

/** A cross: close, or clear. */
export function CrossIcon(): JSX.Element {
  return (
    <Icon
      name="cross"
      path="m8 6.9 3.6-3.6 1.1 1.1L9.1 8l3.6 3.6-1.1 1.1L8 9.1l-3.6 3.6-1.1-1.1L6.9 8 3.3 4.4l1.1-1.1z"
    />
  );
}

/** A magnifying glass. */
export function SearchIcon(): JSX.Element {
  return (
    <Icon
      name="search"
      path="M7 2a5 5 0 0 1 4 8l3.3 3.3-1 1L10 11a5 5 0 1 1-3-9zm0 1.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2z"
    />
  );
}
