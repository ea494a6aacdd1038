export function now(): number;
export function ran(since: number, ...marks: string[]): void;
export function waited(since: number, ...marks: string[]): void;
export function spin(ms: number): void;
export function sleep(ms: number): Promise<void>;
export const scale: number;
