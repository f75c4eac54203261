using System.Text;
using System.Text.Json;

namespace Compensation.Local.Tables;

/// <summary>Requests that read.</summary>
internal sealed class EntityReads(EmbeddedStore store)
{
    public MemoryResponse Get(EntityAddress address, QueryOptions query)
    {
        Selection selection = Selection.Parse(query.Select);
        return store.Read(reader =>
        {
            if (reader.FindTable(address.Table) is not { } table)
            {
                return Answers.Error(ServiceError.TableNotFound);
            }

            Statement row = reader.Find(table, address.PartitionKey!, address.RowKey!);
            try
            {
                if (!row.Step())
                {
                    return Answers.Error(ServiceError.ResourceNotFound);
                }

                reader.Output.Row(row.Bytes(0), row.Bytes(1), row.Integer(2), row.Bytes(3), selection);
                return Answers.Json(reader.Output.Take()).With("ETag", VersionText.ETag(row.Integer(2)));
            }
            finally
            {
                row.Reset();
            }
        });
    }

    public MemoryResponse Query(string name, QueryOptions query)
    {
        Filter filter = FilterParser.Parse(query.Filter);
        Selection selection = Selection.Parse(query.Select);
        return store.Read(reader => reader.FindTable(name) is { } table
            ? Page(reader, table, filter, selection, query)
            : Answers.Error(ServiceError.TableNotFound));
    }

    public MemoryResponse Tables(QueryOptions query)
    {
        // A table's name is filtered like any other property: as the body of a row.
        Filter filter = FilterParser.Parse(query.Filter);
        return store.Read(reader => TablePage(reader, filter, query));
    }

    private static MemoryResponse Page(StoreReader reader, long table, Filter filter, Selection selection, QueryOptions query)
    {
        Statement rows = reader.Scan(table, filter, query.From);
        FilterRow.Slot[] slots = new FilterRow.Slot[filter.Properties.Length];
        RowWriter output = reader.Output;
        output.Raw("{\"value\":["u8);
        try
        {
            int found = 0;
            bool more = rows.Step();
            while (more && found < query.Top)
            {
                ReadOnlySpan<byte> body = rows.Bytes(3);
                FilterRow row = new(rows.Bytes(0), rows.Bytes(1), rows.Integer(2), body, filter.Properties, slots);
                if (filter.Holds(ref row))
                {
                    output.Raw(found++ == 0 ? default : ","u8);
                    output.Row(row.PartitionKey, row.RowKey, row.Ticks, body, selection);
                }

                more = rows.Step();
            }

            output.Raw("]}"u8);
            MemoryResponse response = Answers.Json(output.Take());
            return more
                ? response.With(WireNames.NextPartitionKey, QueryOptions.Encode(rows.Bytes(0))).With(WireNames.NextRowKey, QueryOptions.Encode(rows.Bytes(1)))
                : response;
        }
        finally
        {
            rows.Reset();
        }
    }

    private static MemoryResponse TablePage(StoreReader reader, Filter filter, QueryOptions query)
    {
        Statement tables = reader.Tables(query.FromTable ?? "");
        FilterRow.Slot[] slots = new FilterRow.Slot[filter.Properties.Length];
        List<byte[]> found = [];
        try
        {
            bool more = tables.Step();
            while (more && found.Count < query.Top)
            {
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { TableName = Encoding.UTF8.GetString(tables.Bytes(0)) });
                FilterRow row = new([], [], 0, body, filter.Properties, slots);
                if (filter.Holds(ref row))
                {
                    found.Add(body);
                }

                more = tables.Step();
            }

            byte[] json = [.. "{\"value\":["u8, .. found.SelectMany((body, i) => i == 0 ? body : [(byte)',', .. body]), .. "]}"u8];
            MemoryResponse response = Answers.Json(json);
            return more ? response.With(WireNames.NextTableName, Encoding.UTF8.GetString(tables.Bytes(0))) : response;
        }
        finally
        {
            tables.Reset();
        }
    }
}
