/**
 * A small extension that shows one of everything the harness can read, so that a test of the harness can tell
 * "nothing is shown" from "nothing was read".
 */
import * as vscode from 'vscode';

/** The numbers behind the decorations: line (1-based) and milliseconds. */
const MARKS = [
  { line: 2, ms: 120 },
  { line: 5, ms: 7 },
];

/** Registers everything. VS Code calls it. */
export function activate(context: vscode.ExtensionContext): void {
  const status = vscode.window.createStatusBarItem(
    'fixture.status',
    vscode.StatusBarAlignment.Left,
  );
  status.text = '$(flame) Fixture ready';
  status.tooltip = 'The fixture is ready';
  status.show();
  const tree = new Tree();
  const output = vscode.window.createOutputChannel('Fixture');
  output.appendLine('The fixture was activated.');
  context.subscriptions.push(
    status,
    output,
    vscode.window.registerTreeDataProvider('fixture.tree', tree),
    vscode.window.registerTreeDataProvider('fixture.empty', new Tree()),
    vscode.languages.registerCodeLensProvider('*', { provideCodeLenses }),
    vscode.commands.registerCommand('fixture.fillTree', () => {
      tree.fill();
    }),
    vscode.commands.registerCommand('fixture.remove', (row: Row) => {
      tree.remove(row);
    }),
    vscode.commands.registerCommand('fixture.reveal', () =>
      vscode.window.showInformationMessage('Revealed'),
    ),
    vscode.commands.registerCommand('fixture.complain', complain),
    vscode.commands.registerCommand('fixture.ask', ask),
    registerMarks(),
  );
}

function registerMarks(): vscode.Disposable {
  const types = ['editorWarning.background', 'inputValidation.warningBackground'].map(color =>
    vscode.window.createTextEditorDecorationType({
      after: { margin: '0 0 0 2em', backgroundColor: new vscode.ThemeColor(color) },
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.warningForeground'),
    }),
  );
  const unmark = vscode.commands.registerCommand('fixture.unmark', () => {
    for (const type of types) vscode.window.activeTextEditor?.setDecorations(type, []);
  });
  const mark = vscode.commands.registerCommand('fixture.mark', () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    if (editor.document.lineCount < 5) {
      void vscode.window.showWarningMessage('This file is too short.');
      return;
    }
    const word = vscode.workspace.getConfiguration('fixture').get<string>('word', 'ms');
    MARKS.forEach(({ line, ms }, index) => {
      const range = editor.document.lineAt(line - 1).range;
      const after = { contentText: `${ms} ${word} \u2022 "${line}"` };
      const hoverMessage = `Line ${line} took **${ms} ms**`;
      editor.setDecorations(types[index] ?? types[0]!, [
        { range, hoverMessage, renderOptions: { after } },
      ]);
    });
  });
  return vscode.Disposable.from(mark, unmark, ...types);
}

function provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
  const lenses: vscode.CodeLens[] = [];
  for (let line = 0; line < document.lineCount; line++) {
    const { text, range } = document.lineAt(line);
    const name = /function (\w+)/.exec(text)?.[1];
    if (name)
      lenses.push(
        new vscode.CodeLens(range, { title: `${name} took long`, command: 'fixture.reveal' }),
      );
  }
  return lenses;
}

async function complain(): Promise<void> {
  const answer = await vscode.window.showErrorMessage(
    'Something is wrong.',
    'Try Again',
    'Leave It',
  );
  if (answer) await vscode.window.showInformationMessage(`You chose ${answer}`);
}

async function ask(): Promise<void> {
  const name = await vscode.window.showInputBox({ prompt: 'A name, please' });
  const size = await vscode.window.showQuickPick(['small', 'large']);
  const sure = await vscode.window.showWarningMessage('Really?', { modal: true }, 'Yes');
  await vscode.window.showInformationMessage(`${name ?? '-'}, ${size ?? '-'}, ${sure ?? '-'}`);
}

interface Row {
  readonly label: string;
  readonly description: string;
  readonly children: readonly Row[];
}

class Tree implements vscode.TreeDataProvider<Row> {
  private rows: readonly Row[] = [];
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  fill(): void {
    const leaf = { label: 'parse', description: '3 ms', children: [] };
    this.rows = [{ label: 'main', description: '10 ms', children: [leaf] }];
    this.changed.fire(undefined);
  }

  remove(row: Row): void {
    this.rows = this.rows.filter(other => other !== row);
    this.changed.fire(undefined);
  }

  getChildren(row?: Row): Row[] {
    return [...(row ? row.children : this.rows)];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children.length > 0 ? Collapsed : None);
    item.description = row.description;
    item.tooltip = `${row.label} is a function`;
    item.iconPath = new vscode.ThemeIcon('flame', new vscode.ThemeColor('charts.red'));
    return item;
  }
}
