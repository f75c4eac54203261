// Sends e-mail through the official package and prints what it made of the answers. Argument: a connection string.
import { EmailClient } from "@azure/communication-email";

const client = new EmailClient(process.argv[2], { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } });

const mailTo = (address) => ({
  senderAddress: "office@campaign.example.jp",
  content: { subject: "公式のパッケージから", plainText: "本文" },
  recipients: { to: [{ address, displayName: "花子" }] },
});

const failureOf = async (send) => send().then(
  () => null,
  ({ statusCode, code, message }) => ({ statusCode, code, message }));

const poller = await client.beginSend(mailTo("hanako@example.jp"), {
  operationId: "0f4e9c5e-4f5b-4a57-8e4a-2a8f2a1b7c11",
  updateIntervalInMs: 10,
});
const sent = await poller.pollUntilDone();
const suppressed = await failureOf(async () =>
  (await client.beginSend(mailTo("suppressed.hanako@example.jp"), { updateIntervalInMs: 10 })).pollUntilDone());
const badAddress = await failureOf(() => client.beginSend(mailTo("hanako")));

console.log(JSON.stringify({ sent, suppressed, badAddress }));
