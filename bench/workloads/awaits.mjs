// Does nothing but await.
async function tick(i) {
  await null;
  return i;
}

let sum = 0;
for (let i = 0; i < Number(process.argv[2] ?? 2_000_000); i++) sum += await tick(i);
console.log(sum);
