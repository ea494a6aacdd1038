// The call sites of all chunks of a lane as one table.

import type { CallSites } from './messages.ts';

/** Adds up call-site tables; memory follows the number of distinct call sites. */
export class CallSiteMerger implements CallSites {
  readonly parent: number[] = [];
  readonly functionName: string[] = [];
  readonly url: string[] = [];
  readonly line: number[] = [];
  readonly column: number[] = [];
  readonly count: number[] = [];
  private readonly rows = new Map<string, number>();

  add(sites: CallSites): void {
    const mine = new Int32Array(sites.parent.length);
    for (let row = 0; row < mine.length; row++) {
      const caller = sites.parent[row] ?? -1;
      const at = this.row(sites, row, caller < 0 ? -1 : (mine[caller] ?? -1));
      mine[row] = at;
      this.count[at] = (this.count[at] ?? 0) + (sites.count[row] ?? 0);
    }
  }

  private row(sites: CallSites, row: number, parent: number): number {
    const [url, name] = [sites.url[row] ?? '', sites.functionName[row] ?? ''];
    const [line, column] = [sites.line[row] ?? 0, sites.column[row] ?? 0];
    const key = `${parent} ${line} ${column} ${name} ${url}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const added = this.parent.push(parent) - 1;
    this.functionName.push(name);
    this.url.push(url);
    this.line.push(line);
    this.column.push(column);
    this.count.push(0);
    this.rows.set(key, added);
    return added;
  }
}
