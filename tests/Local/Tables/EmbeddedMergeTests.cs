using Azure.Data.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Local.Tables;

/// <summary>Merges, beside a dictionary in which each property given takes the place of the one kept.</summary>
public sealed class EmbeddedMergeTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    /// <summary>One to six merges of up to five properties, whose names are the beginnings of one another and whose values are of every type.</summary>
    private static Gen<List<Dictionary<string, object?>>> Merges
    {
        get
        {
            Gen<string> name = Gen.Elements("A", "Aa", "Aaa", "Name", "名前");
            Gen<object?> value = Gen.Elements<object?>(
                null, 1, long.MaxValue, 1.5, 2.0, true, "", "text \"quoted\" \\ 円\n", Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"),
                new DateTimeOffset(2023, 2, 24, 1, 2, 3, 456, TimeSpan.Zero), DateTimeOffset.UnixEpoch.AddTicks(1));
            Gen<(string Name, object? Value)> property = from one in name from another in value select (one, another);
            Gen<Dictionary<string, object?>> merge = property.ListOf(5).Select(some => some.DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
            return merge.NonEmptyListOf().Select(some => some.Take(6).ToList());
        }
    }

    [Fact]
    public void Merging_gives_what_a_dictionary_gives()
    {
        TableClient table = _store.Connect().GetTableClient("Merged");
        table.CreateIfNotExists();
        Prop.ForAll(Merges.ToArbitrary(), merges => GiveWhatADictionaryGives(table, merges)).QuickCheckThrowOnFailure();
    }

    private static void GiveWhatADictionaryGives(TableClient table, List<Dictionary<string, object?>> merges)
    {
        string row = Guid.NewGuid().ToString("N");
        Dictionary<string, object?> expected = new(StringComparer.Ordinal);
        foreach (Dictionary<string, object?> merge in merges)
        {
            TableEntity given = new("p", row);
            foreach ((string name, object? value) in merge)
            {
                given[name] = value;
                expected[name] = value ?? expected.GetValueOrDefault(name);
            }

            // Another row before it: nothing of it may be left in this one.
            TableEntity other = new("p", $"other-{row}") { ["Name"] = "other", ["Own"] = "other" };
            table.SubmitTransaction([new(TableTransactionActionType.UpsertMerge, other), new(TableTransactionActionType.UpsertMerge, given)]);
        }

        TableEntity read = table.GetEntity<TableEntity>("p", row).Value;
        string[] system = ["odata.etag", nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey), nameof(TableEntity.Timestamp)];
        Assert.Equal(
            expected.Where(property => property.Value is not null).OrderBy(property => property.Key, StringComparer.Ordinal),
            read.Where(property => !system.Contains(property.Key)).Select(property => KeyValuePair.Create(property.Key, (object?)property.Value)).OrderBy(property => property.Key, StringComparer.Ordinal));
    }
}
