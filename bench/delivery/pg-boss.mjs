// pg-boss: batches of a hundred fetched, sent and completed side by side, more of them than can be open, so that sending never waits for the store.
// Its own polling loop fetches at most once in half a second for each worker; fetch() and complete() are its documented way around that.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import PgBoss from 'pg-boss';
import { chunks, providerAt } from './provider.mjs';

const queue = 'notices';
const batchSize = 100;

export default function ({ provider, store, recipients, concurrency }) {
  const boss = new PgBoss({ connectionString: store, max: 10 });
  boss.on('error', (error) => console.error(error));
  const send = limited(providerAt(provider, concurrency), concurrency);
  let left = 0;

  async function loop() {
    while (left > 0) {
      const jobs = await boss.fetch(queue, { batchSize, priority: false });
      if (jobs.length === 0) {
        await sleep(200);
        continue;
      }

      await Promise.all(jobs.map((job) => send(job.data.index)));
      await boss.complete(queue, jobs.map((job) => job.id));
      left -= jobs.length;
    }
  }

  return {
    async prepare() {
      await boss.start();
      // A job of a killed process is tried again after a minute; pg-boss's own default is 15.
      await boss.createQueue(queue, { name: queue, expireInSeconds: 60 });
    },

    async enqueue() {
      for (const some of chunks(recipients, 1000)) {
        await boss.insert(some.map((index) => ({ name: queue, data: { index }, expireInSeconds: 60 })));
      }

      // Fresh statistics, which autovacuum would bring within a minute.
      const client = new pg.Client({ connectionString: store });
      await client.connect();
      await client.query('VACUUM ANALYZE');
      await client.end();
    },

    async drain() {
      left = await boss.getQueueSize(queue, { before: 'completed' });
      await Promise.all(Array.from({ length: 2 + Math.ceil((2 * concurrency) / batchSize) }, loop));
    },
  };
}

/** At most so many calls at a time, in the order in which they came. */
function limited(work, most) {
  const waiting = [];
  let open = 0;
  return async function call(argument) {
    if (open < most) open++;
    else await new Promise((resolve) => waiting.push(resolve));
    try {
      return await work(argument);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else open--;
    }
  };
}
