// Services of Azurite on free ports, in memory: those named as arguments, of blob, queue and table.
// Says where each listens, a line for each, and ends with its parent.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const load = (path) => require(`azurite/dist/src/${path}.js`).default;

const host = "127.0.0.1";
const freePort = 0;
const keepAliveSeconds = 5;
const skipApiVersionCheck = true;
const inMemory = true;
const common = [false, skipApiVersionCheck, "", "", "", undefined, false, inMemory];
const noLogs = [false, undefined, false, undefined];

const services = {
  blob: () => new (load("blob/BlobServer"))(new (load("blob/BlobConfiguration"))(host, freePort, keepAliveSeconds, "", "", [], ...noLogs, ...common)),
  queue: () => new (load("queue/QueueServer"))(new (load("queue/QueueConfiguration"))(host, freePort, keepAliveSeconds, "", "", [], ...noLogs, ...common)),
  table: () => new (load("table/TableServer"))(
    new (load("table/TableConfiguration"))(host, freePort, keepAliveSeconds, "", false, false, undefined, undefined, ...common)),
};

for (const name of process.argv.slice(2)) {
  const server = services[name]();
  await server.start();
  console.log(server.getHttpServerAddress());
}

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
