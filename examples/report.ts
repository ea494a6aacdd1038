// A sales report over made-up orders. It is slow: which line is to blame?
// Run "Hotpath: Profile Current File" and look. (The answer stands at the end of this file.)

interface Order {
  readonly id: number;
  readonly customer: string;
  readonly cents: number;
}

class Customers {
  readonly #names: string[] = [];

  add(name: string): void {
    if (!this.#names.includes(name)) this.#names.push(name);
  }

  get names(): readonly string[] {
    return this.#names;
  }
}

class Report {
  readonly orders: readonly Order[];

  constructor(orders: readonly Order[]) {
    this.orders = orders;
  }

  render(): string {
    const customers = this.collectCustomers();
    const rows = customers.map(name => this.renderRow(name));
    return rows.join('\n');
  }

  collectCustomers(): readonly string[] {
    const customers = new Customers();
    for (const order of this.orders) customers.add(order.customer);
    return customers.names;
  }

  renderRow(name: string): string {
    const own = this.orders.filter(order => order.customer === name);
    const total = own.reduce((sum, order) => sum + order.cents, 0);
    return `${name.padEnd(16)} ${String(own.length).padStart(5)} ${formatEuro(total).padStart(14)}`;
  }
}

function formatEuro(cents: number): string {
  return (cents / 100).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' });
}

function makeOrders(count: number): Order[] {
  const orders: Order[] = [];
  for (let id = 0; id < count; id++) {
    orders.push({ id, customer: `customer ${(id * 7919) % 1500}`, cents: (id * 104729) % 90000 });
  }
  return orders;
}

function main(): void {
  const orders = makeOrders(80_000);
  const text = new Report(orders).render();
  console.log(text.split('\n').slice(0, 5).join('\n'));
  console.log(`… ${text.split('\n').length} customers, ${orders.length} orders`);
}

main();

// `renderRow` filters all orders again for every customer: group them once instead. `formatEuro` makes a new
// number formatter at each call: make one `Intl.NumberFormat` and keep it. And `includes` in `add` wants a Set.
