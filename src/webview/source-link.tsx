// A place in the sources that can be opened: in the editor that shows the page, or in VS Code from any browser.

import type { ComponentChildren, JSX } from 'preact';
import { sourceAddress } from './host.ts';
import type { SourcePlace } from './messages.ts';
import { useReport } from './report-context.ts';

interface SourceLinkProps {
  readonly place: SourcePlace | undefined;
  /** Not reached by Tab: the list that it is in has a key for it. */
  readonly inList?: 'inList';
  readonly children: ComponentChildren;
}

/** A link to the place; plain text where there is none. */
export function SourceLink({ place, inList, children }: SourceLinkProps): JSX.Element {
  const open = useOpenSource();
  if (place === undefined) return <span class="place">{children}</span>;
  const onClick = (event: MouseEvent): void => {
    event.stopPropagation();
    if (open.inEditor) event.preventDefault();
    if (open.inEditor) open.go(place);
  };
  return (
    <a
      class="place"
      href={sourceAddress(place)}
      title="Open in the editor"
      tabIndex={inList === undefined ? 0 : -1}
      onClick={onClick}
    >
      {children}
    </a>
  );
}

/** Opens places, for keys. */
export function useOpenSource(): { inEditor: boolean; go: (place: SourcePlace) => void } {
  const { host } = useReport();
  const { openSource } = host;
  return {
    inEditor: openSource !== undefined,
    go: place => {
      if (openSource === undefined) location.assign(sourceAddress(place));
      else openSource(place);
    },
  };
}
