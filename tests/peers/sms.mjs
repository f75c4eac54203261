// Sends SMS through the official package and prints what it made of the answers. Argument: a connection string.
import { SmsClient } from "@azure/communication-sms";

const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } };
const client = new SmsClient(process.argv[2], options);
const message = "公式のパッケージから";
const from = "+815012345678";

const failureOf = async (promise) => promise.then(
  () => null,
  ({ statusCode, code }) => ({ statusCode, code }));

const results = await client.send(
  { from, to: ["+819011112222", "+819011110000"], message },
  { enableDeliveryReport: true, tag: "peer" });
const tooMany = await failureOf(client.send(
  { from, to: Array.from({ length: 101 }, (_, i) => `+8190111${1000 + i}5`), message }));
const stranger = new SmsClient(process.argv[2].replace(/accesskey=.*/, "accesskey=AAAA"), options);
const wrongKey = await failureOf(stranger.send({ from, to: ["+819011112222"], message }));

console.log(JSON.stringify({ results, tooMany, wrongKey }));
