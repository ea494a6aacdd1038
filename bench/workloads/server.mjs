// An HTTP server whose handlers await often: fifty awaits for each millisecond of work. Ends after so many requests.
import { createServer } from 'node:http';

let left = Number(process.argv[2] ?? 1500);

function work(seed) {
  let x = seed;
  for (let i = 0; i < 9000; i++) x = (x * 31 + i) | 0;
  return x;
}

async function step(i) {
  await null;
  return work(i);
}

async function handle() {
  let sum = 0;
  for (let i = 0; i < 75; i++) sum ^= await step(i);
  await new Promise(resolve => setImmediate(resolve));
  return sum;
}

const server = createServer(async (_request, response) => {
  const sum = await handle();
  response.end(`${sum}\n`);
  if (--left === 0) {
    server.close();
    server.closeAllConnections();
  }
});
server.listen(0, '127.0.0.1', () => console.log(`PORT ${server.address().port}`));
