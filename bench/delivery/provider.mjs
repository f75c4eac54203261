// Posts what the other contestants post, over as many kept connections as requests may be open.
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

const firstNumber = 10_000_000;
const firstSent = new Date().toUTCString();

export function providerAt(address, concurrency) {
  const pool = new Pool(address, { connections: concurrency });
  return async function send(index) {
    // Drawn anew for each try, as Azure's own SMS client for JavaScript does.
    const requestId = randomUUID();
    const body = JSON.stringify({
      from: '+81352449370',
      smsRecipients: [{ to: `+8190${firstNumber + index}`, repeatabilityRequestId: requestId, repeatabilityFirstSent: firstSent }],
      message: `【くまもと再発見の旅】クーポン補償のお受取り\nhttps://r.example.jp/r/${String(index).padStart(20, '0')}`,
      smsSendOptions: { enableDeliveryReport: true, tag: requestId },
    });
    const answer = await pool.request({ path: '/sms?api-version=2021-03-07', method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const [result] = (await answer.body.json()).value;
    if (answer.statusCode !== 202 || !result.successful) throw new Error(`The provider answered ${answer.statusCode}.`);
    return { messageId: result.messageId, status: result.httpStatusCode };
  };
}

/** 0 to count − 1, some at a time. */
export function* chunks(count, size) {
  for (let from = 0; from < count; from += size) {
    yield Array.from({ length: Math.min(size, count - from) }, (_, offset) => from + offset);
  }
}
