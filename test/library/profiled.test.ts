import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionData } from '../../src/model/session.ts';
import { profiled } from '../../src/profile.ts';
import { burnRed } from './work.ts';

/** Keeps the sessions that a profiled function delivers. */
function collect() {
  const sessions: SessionData[] = [];
  return { sessions, onSession: (session: SessionData) => void sessions.push(session) };
}

describe('profiled', () => {
  it('decorates a method as the language does', () => {
    const { sessions, onSession } = collect();
    const work = function work(this: { value: number }) {
      burnRed(10);
      return this.value;
    };
    const context = { kind: 'method', name: 'work' } as ClassMethodDecoratorContext;
    const decorated = profiled({ onSession })(work, context);
    assert.equal(decorated.call({ value: 3 }), 3);
    assert.match(sessions[0]?.meta.program ?? '', /^Function work at /);
  });

  it('decorates a method also without parentheses, as either does', context => {
    const printed: string[] = [];
    context.mock.method(process.stderr, 'write', (text: string) => printed.push(text) > 0);
    const five = { kind: 'method', name: 'five' } as ClassMethodDecoratorContext;
    assert.equal(profiled(() => 5, five)(), 5);
    const descriptor = { value: () => 6, writable: true };
    profiled({}, 'six', descriptor);
    assert.equal(descriptor.value(), 6);
    assert.match(printed[0] ?? '', /Function five at /);
    assert.match(printed[1] ?? '', /Function six at /);
  });

  it('decorates a method as older TypeScript does', () => {
    const { sessions, onSession } = collect();
    class Worker {
      value = 4;
      work(): number {
        burnRed(10);
        return this.value;
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(Worker.prototype, 'work')!;
    profiled({ onSession })(Worker.prototype, 'work', descriptor);
    Object.defineProperty(Worker.prototype, 'work', descriptor);
    assert.equal(new Worker().work(), 4);
    assert.equal(sessions.length, 1);
  });
});
