// TypeScript that a loader turns into other lines than these: types, an enum, generics, and await.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

interface Order {
  readonly id: number;
  readonly price: number;
}

enum Step {
  Parse = 10,
  Check = 25,
}

abstract class Base<T> {
  abstract handle(item: T): Promise<void>;

  async run(items: readonly T[]): Promise<void> {
    for (const item of items) await this.handle(item); // #handle
  }
}

class Orders extends Base<Order> {
  constructor(private readonly name: string) {
    super();
  }

  async handle(order: Order): Promise<void> {
    let t: number = now();
    await sleep(order.price); // #price
    waited(t, 'price', 'handle', 'run');
    t = now();
    this.parse(order); // #parse
    ran(t, 'parse', 'handle', 'run', 'spin-parse');
    t = now();
    this.check(order, this.name); // #check
    ran(t, 'check', 'handle', 'run', 'spin-check');
  }

  private parse(_order: Order): void {
    spin(Step.Parse); // #spin-parse
  }

  private check<N extends string>(_order: Order, _name: N): void {
    // prettier-ignore
    spin( // #spin-check
      Step.Check as number,
    );
  }
}

type Many = readonly Order[];
const orders: Many = Array.from({ length: 45 * scale }, (_, id): Order => ({ id, price: 60 }));
await new Orders('all').run(orders satisfies Many); // #run
