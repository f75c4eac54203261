using System.Globalization;
using Azure.Data.Tables;
using Compensation.Common.Access;

namespace Compensation.Access.Accounts;

/// <summary>
/// Which accounts are declared to be one person's: table <c>Accounts</c>, partition <c>l</c>, a row for each pair. What is linked over a third account is linked too.
/// </summary>
public sealed class PersonLinks(TableServiceClient tables) : IPersons
{
    private const string Partition = "l";

    private readonly TableClient _table = tables.GetTableClient(AccountStore.TableName);

    public async Task<bool> AreOneAsync(PersonId one, PersonId other, CancellationToken cancellationToken)
    {
        if (one == other)
        {
            return true;
        }

        IReadOnlyList<(PersonId One, PersonId Other)> links = await ReadAllAsync(cancellationToken);
        HashSet<PersonId> reached = [one];
        while (links.FirstOrDefault(link => reached.Contains(link.One) != reached.Contains(link.Other)) is { One.Value.Length: > 0 } link)
        {
            reached.Add(link.One);
            reached.Add(link.Other);
        }

        return reached.Contains(other);
    }

    public async Task<IReadOnlyList<(PersonId One, PersonId Other)>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<(PersonId, PersonId)> links = [];
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            string[] pair = row.RowKey.Split('|');
            links.Add((PersonId.Parse(pair[0]), PersonId.Parse(pair[1])));
        }

        return links;
    }

    public Task DeclareAsync(PersonId one, PersonId other, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(Partition, KeyOf(one, other)), cancellationToken: cancellationToken);

    public Task TakeBackAsync(PersonId one, PersonId other, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition, KeyOf(one, other), cancellationToken: cancellationToken);

    private static string KeyOf(PersonId one, PersonId other) =>
        string.Create(CultureInfo.InvariantCulture, $"{(string.CompareOrdinal(one.Value, other.Value) < 0 ? $"{one}|{other}" : $"{other}|{one}")}");
}
