// Reads the row that our client wrote, and writes rows for our client to read.
import { TableClient, odata } from "@azure/data-tables";

const [connectionString, table] = process.argv.slice(2);
const client = TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection: true });

const entities = client.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${"p"} and RowKey eq ${"ours"}` } });
for await (const entity of entities) {
  console.log([
    entity.Name, entity.Yen, entity.Score, entity.Id.value ?? entity.Id, new Date(entity.Born).toISOString(),
    [...entity.Photo].join(","), entity.Mood].join("|"));
}

await client.createEntity({ partitionKey: "p", rowKey: "theirs", Yen: 12n, Name: "it's", At: new Date("2023-04-01T00:00:00Z") });
await client.submitTransaction([
  ["create", { partitionKey: "batch", rowKey: "batch1" }],
  ["upsert", { partitionKey: "batch", rowKey: "batch2" }, "Replace"],
]);
