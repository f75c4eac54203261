// Runs one contestant phase by phase: reads a line, does the phase, writes one line of JSON. The .NET workers speak the same.
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const { positionals: [name], values } = parseArgs({
  allowPositionals: true,
  options: {
    provider: { type: 'string' },
    store: { type: 'string' },
    recipients: { type: 'string' },
    concurrency: { type: 'string' },
  },
});
const { default: contestant } = await import(`./${name}.mjs`);
const order = { provider: values.provider, store: values.store, recipients: Number(values.recipients), concurrency: Number(values.concurrency) };
const phases = contestant(order);
for await (const phase of createInterface({ input: process.stdin })) {
  const start = performance.now();
  await phases[phase]();
  console.log(JSON.stringify({ phase, seconds: (performance.now() - start) / 1000, storageRequests: null }));
}
process.exit(0);
