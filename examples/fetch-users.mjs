// Asks a small server (started right here) for users, one after the other, and for their orders, all at once.
// Nearly all the time is spent waiting: Hotpath shows on which await.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const USERS = 20;

class ShopClient {
  constructor(origin) {
    this.origin = origin;
  }

  async get(path) {
    const response = await fetch(this.origin + path);
    return response.json();
  }

  /** One request after the other: this is where the time goes. */
  async loadUsers() {
    const users = [];
    for (let id = 1; id <= USERS; id++) {
      users.push(await this.get(`/users/${id}`));
    }
    return users;
  }

  /** All requests at once: as many requests, but as long as the slowest. */
  async loadOrders(users) {
    return Promise.all(users.map(user => this.get(`/orders/${user.id}`)));
  }
}

function summarize(users, orders) {
  let text = '';
  for (let round = 0; round < 2000; round++) {
    text = JSON.stringify(users.map((user, at) => ({ ...user, orders: orders[at] })));
  }
  return `${users.length} users, ${text.length} bytes`;
}

async function startServer() {
  const server = createServer(async (request, response) => {
    const [, table, id] = request.url.split('/');
    await sleep(table === 'users' ? 60 : 150);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: Number(id), name: `${table} ${id}` }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function main() {
  const server = await startServer();
  const client = new ShopClient(`http://127.0.0.1:${server.address().port}`);
  const users = await client.loadUsers();
  const orders = await client.loadOrders(users);
  console.log(summarize(users, orders));
  server.closeAllConnections();
  server.close();
}

await main();
