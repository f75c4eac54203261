// BullMQ: one worker with as many jobs at a time as requests may be open. A job's return value, kept in Redis, is its outcome.
import { Queue, Worker } from 'bullmq';
import { chunks, providerAt } from './provider.mjs';

const name = 'notices';

export default function ({ provider, store, recipients, concurrency }) {
  const [host, port] = store.split(':');
  const connection = { host, port: Number(port), maxRetriesPerRequest: null };
  const queue = new Queue(name, { connection });
  const send = providerAt(provider, concurrency);
  return {
    prepare: () => queue.waitUntilReady(),

    async enqueue() {
      for (const some of chunks(recipients, 1000)) {
        await queue.addBulk(some.map((index) => ({ name: 'sms', data: { index } })));
      }
    },

    async drain() {
      let left = recipients - (await queue.getCompletedCount());
      if (left === 0) return;
      const worker = new Worker(name, (job) => send(job.data.index), { connection, concurrency });
      worker.on('error', (error) => console.error(error));
      await new Promise((resolve) => worker.on('completed', () => --left === 0 && resolve()));
    },
  };
}
