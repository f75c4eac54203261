// Azurite's table service on a free port, in memory. Says where it listens, and ends with its parent.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const TableConfiguration = require("azurite/dist/src/table/TableConfiguration.js").default;
const TableServer = require("azurite/dist/src/table/TableServer.js").default;

const host = "127.0.0.1";
const freePort = 0;
const keepAliveSeconds = 5;
const skipApiVersionCheck = true;
const inMemory = true;
const configuration = new TableConfiguration(
  host, freePort, keepAliveSeconds, "", false, false, undefined, undefined, false, skipApiVersionCheck,
  "", "", "", undefined, false, inMemory);
const server = new TableServer(configuration);

await server.start();
console.log(server.getHttpServerAddress());
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
