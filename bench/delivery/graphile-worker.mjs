// graphile-worker with its local queue and batched completion. A finished job's row is deleted: that it is gone is the outcome.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { chunks, providerAt } from './provider.mjs';

// Standard output is the benchmark's; a line for each job would only cost time.
const logger = new Logger(() => (level, message) => level === 'error' && console.error(message));

export default function ({ provider, store, recipients, concurrency }) {
  const pool = new pg.Pool({ connectionString: store, max: 10 });
  pool.on('error', (error) => console.error(error));
  pool.on('connect', (client) => client.on('error', (error) => console.error(error)));
  const send = providerAt(provider, concurrency);
  let utils;
  return {
    async prepare() {
      utils = await makeWorkerUtils({ pgPool: pool, logger });
      await utils.migrate();
    },

    async enqueue() {
      for (const some of chunks(recipients, 1000)) {
        await utils.addJobs(some.map((index) => ({ identifier: 'sms', payload: { index } })));
      }

      // Fresh statistics, which autovacuum would bring within a minute.
      await pool.query('VACUUM ANALYZE');
    },

    async drain() {
      // Jobs of a killed worker stay locked for four hours; the documented remedy is to unlock them when it is known to be dead.
      await pool.query(`SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs WHERE locked_by IS NOT NULL`);
      let left = Number((await pool.query('SELECT count(*) FROM graphile_worker.jobs')).rows[0].count);
      if (left === 0) return;
      const runner = await run({
        pgPool: pool,
        logger,
        noHandleSignals: true,
        taskList: { sms: ({ index }) => send(index).then(() => undefined) },
        preset: {
          worker: {
            concurrentJobs: concurrency,
            localQueue: { size: 4 * concurrency },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
      await new Promise((resolve) => runner.events.on('job:complete', () => --left === 0 && resolve()));
      await runner.stop();
    },
  };
}
