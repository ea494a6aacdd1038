// From a configuration of request `attach` to the running program that the sampler is to record.

import type { Micros } from '../model/frame.ts';
import type { AttachTarget } from '../sampler/attach.ts';
import { parseInspectorAddress, portTarget } from '../sampler/attaching/inspector-address.ts';
import { badConfiguration, readNumber, readText } from './attributes.ts';
import type { Attributes } from './attributes.ts';
import { readInterval } from './launch-configuration.ts';

/** A program to attach to. */
export interface AttachConfiguration {
  /** For people, until the program itself has told what it is: `process 4711`. */
  readonly name: string;
  readonly target: AttachTarget;
  /** `undefined`: as the user's settings say. */
  readonly intervalUs: Micros | undefined;
  /** `undefined`: until the user stops it. */
  readonly durationMs: number | undefined;
}

const DURATION = { min: 0.1, max: 86_400, unit: 'seconds' };

/** Throws a `ProfileError` (`usage`) that says which attribute is wrong. */
export function parseAttach(attributes: Attributes): AttachConfiguration {
  const target = readTarget(attributes);
  const seconds = readNumber(attributes, 'duration', DURATION);
  return {
    name: nameOf(target),
    target,
    intervalUs: readInterval(attributes),
    durationMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

function readTarget(attributes: Attributes): AttachTarget {
  const target = readProcess(attributes) ?? readWebSocket(attributes) ?? readPort(attributes);
  if (target !== undefined) return target;
  throw badConfiguration(
    'Say in the launch configuration what to attach to: "processId", "port" or "address".',
  );
}

/** What is picked as a process may be an inspector as well. */
function readProcess(attributes: Attributes): AttachTarget | undefined {
  const text = asText(attributes['processId']);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(text)) return { kind: 'pid', pid: Number(text) };
  const target = parseInspectorAddress(text);
  if (target !== undefined) return target;
  throw badConfiguration(
    `In the launch configuration, "processId" must be a number, and ${text} is none.`,
  );
}

function readWebSocket(attributes: Attributes): AttachTarget | undefined {
  const address = readText(attributes, 'websocketAddress') ?? readText(attributes, 'address');
  if (address === undefined || !/^wss?:/i.test(address)) return undefined;
  const target = parseInspectorAddress(address);
  if (target !== undefined) return target;
  throw badConfiguration(`In the launch configuration, ${address} is no address of an inspector.`);
}

function readPort(attributes: Attributes): AttachTarget | undefined {
  const text = asText(attributes['port']);
  if (text === undefined) return undefined;
  const host = readText(attributes, 'address') ?? 'localhost';
  if (!LOOPBACK.test(host))
    throw badConfiguration(`Hotpath records programs on this machine, and ${host} is another.`);
  const target = portTarget(Number(text));
  if (target !== undefined) return target;
  throw badConfiguration(`In the launch configuration, "port" must be a number from 1 to 65535.`);
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[?::1\]?)$/i;

/** Numbers may be written as texts, which is what variables give. */
function asText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).trim() || undefined;
}

function nameOf(target: AttachTarget): string {
  if (target.kind === 'pid') return `process ${target.pid}`;
  return target.kind === 'port' ? `port ${target.port}` : target.address;
}
