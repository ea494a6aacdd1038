// Computes for so many minutes, in functions that are called from many places, and awaits now and then: as long as it
// takes to be busy for this part of the time.
const minutes = Number(process.argv[2] ?? 1);
const busy = Number(process.argv[3] ?? 1);

function parse(text) {
  return JSON.parse(text);
}

function walk(value, depth) {
  if (depth === 0) return String(value).length;
  return walk(value, depth - 1) + (depth % 3 === 0 ? walk(value, 0) : 1);
}

function round(i) {
  const items = parse(`[${Array.from({ length: 50 }, (_, at) => at * i).join(',')}]`);
  return items.map(item => walk(item, 10 + (i % 20))).reduce((sum, length) => sum + length, 0);
}

async function main() {
  console.log(`PID ${process.pid}`);
  const end = Date.now() + minutes * 60_000;
  let [sum, began] = [0, Date.now()];
  for (let i = 0; Date.now() < end; i++) {
    sum += round(i);
    if (i % 200 !== 0) continue;
    const pauseMs = 1 + (Date.now() - began) * (1 / busy - 1);
    await new Promise(resolve => setTimeout(resolve, pauseMs));
    began = Date.now();
  }
  process.on('exit', () => console.log(`END ${Date.now()} ${sum > 0}`));
}

main();
