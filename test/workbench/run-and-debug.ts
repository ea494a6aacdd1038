/** The Run and Debug view, the debug toolbar and the Debug Console. */
import type { Workbench } from './workbench.ts';

/** What the Debug Console shows. */
export async function debugConsole(workbench: Workbench): Promise<string> {
  const rows = workbench.screen.page.locator('.repl .monaco-list-row');
  return (await rows.allTextContents()).join('\n');
}

/** Chooses a configuration in the Run and Debug view, and starts it. */
export async function startFromView(workbench: Workbench, name: string): Promise<void> {
  const { sideBar, screen } = workbench;
  await sideBar.open('Run and Debug');
  const box = screen.page.locator('.start-debug-action-item select');
  await screen.waitUntil(
    `the configuration ${name}`,
    () => box.locator('option').allTextContents(),
    names => names.includes(name),
  );
  await box.selectOption(name);
  const start = screen.page.locator('.start-debug-action-item .codicon-debug-start');
  await screen.click('the start button', start);
}

/** Clicks on a button of the floating toolbar by the name of its icon: `stop`, `restart`, `disconnect`. */
export async function clickToolbar(workbench: Workbench, icon: string): Promise<void> {
  const { screen } = workbench;
  const button = screen.page.locator(`.debug-toolbar .codicon-debug-${icon}`);
  await screen.click(`${icon} in the debug toolbar`, button);
}

/** Waits until no debug session is open. */
export async function untilSessionClosed(workbench: Workbench): Promise<void> {
  const toolbar = workbench.screen.page.locator('.debug-toolbar .codicon-debug-stop:visible');
  await workbench.waitUntil(
    'the debug session to close',
    () => toolbar.count(),
    count => count === 0,
  );
}
