// The variables that settings may hold: `${workspaceFolder}/tools/node`.

/** The values of the variables. */
export interface Variables {
  readonly file: string;
  readonly fileDirname: string;
  readonly workspaceFolder: string;
  readonly userHome: string;
}

/** Replaces `${name}` by its value. An unknown name stays as it is. */
export function replaceVariables(text: string, variables: Variables): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    return Object.hasOwn(variables, name) ? variables[name as keyof Variables] : whole;
  });
}
