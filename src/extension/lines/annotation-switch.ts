// Whether annotations and lenses are shown: the settings, and the user's *Toggle Annotations* on top of them.

import * as vscode from 'vscode';
import { readViewSettings } from '../settings.ts';
import type { ViewSettings } from '../settings.ts';
import { Signal } from '../signal.ts';

/** The switch and the settings of the views in the editor. */
export class AnnotationSwitch implements vscode.Disposable {
  readonly onDidChange = new Signal<undefined>();
  #settings = readViewSettings();
  #isOn = true;
  readonly #listening = vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('hotpath')) this.#reload();
  });

  get settings(): ViewSettings {
    return this.#settings;
  }

  get showsAnnotations(): boolean {
    return this.#isOn && this.#settings.annotationsEnabled;
  }

  get showsLenses(): boolean {
    return this.#isOn && this.#settings.codeLensEnabled;
  }

  /** Shows things again: whoever profiles wants to see the result. */
  turnOn(): void {
    if (!this.#isOn) this.toggle();
  }

  /** Hides what is shown in the editor, or shows it again; lasts until the next run. */
  toggle(): void {
    this.#isOn = !this.#isOn;
    this.onDidChange.fire(undefined);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #reload(): void {
    this.#settings = readViewSettings();
    this.onDidChange.fire(undefined);
  }
}
