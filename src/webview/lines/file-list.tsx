// The files of the hot lines view.

import type { JSX } from 'preact';
import { formatShare } from '../figures.ts';
import { fileText } from '../frame-text.ts';
import { heatOf } from '../heat.ts';
import type { HotFile } from './line-rows.ts';
import { useReport } from '../report-context.ts';

/** More would take long to lay out, and nobody reads them. */
const MOST = 300;

interface FileListProps {
  readonly files: readonly HotFile[];
  /** Path of the chosen file; `undefined`: all of them. */
  readonly chosen: string | undefined;
  readonly onChoose: (path: string | undefined) => void;
}

/** The list: all files, then each of them. */
export function FileList({ files, chosen, onChoose }: FileListProps): JSX.Element {
  const own = files.filter(({ isApplication }) => isApplication);
  const others = files.filter(({ isApplication }) => !isApplication);
  return (
    <nav class="files" aria-label="Files">
      <button
        type="button"
        class="application"
        aria-current={chosen === undefined}
        onClick={() => {
          onChoose(undefined);
        }}
      >
        <span class="path">Slowest lines</span>
      </button>
      <FileSection title="Your code" files={own} chosen={chosen} onChoose={onChoose} />
      <FileSection
        title="Libraries and Node.js"
        files={others.slice(0, MOST)}
        chosen={chosen}
        onChoose={onChoose}
      />
    </nav>
  );
}

function FileSection({ title, files, ...rest }: FileListProps & { readonly title: string }) {
  if (files.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {files.map(file => (
        <FileButton key={file.path} file={file} {...rest} />
      ))}
    </section>
  );
}

function FileButton({
  file,
  chosen,
  onChoose,
}: Omit<FileListProps, 'files'> & { readonly file: HotFile }): JSX.Element {
  const { model, whole } = useReport();
  const text = fileText(file.path, model.session.meta);
  const slash = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1;
  return (
    <button
      type="button"
      class={file.isApplication ? 'application' : ''}
      aria-current={file.path === chosen}
      title={`${text}: slowest line ${formatShare(file.total, whole)}`}
      onClick={() => {
        onChoose(file.path);
      }}
    >
      <bdi class="path">
        <small>{text.slice(0, slash)}</small>
        {text.slice(slash)}
      </bdi>
      <span class={`figure heat${heatOf(file.total / Math.max(1, whole))}`}>
        {formatShare(file.total, whole)}
      </span>
    </button>
  );
}
