using System.Linq.Expressions;
using Azure.Data.Tables;

namespace Compensation.Tests.Local.Tables;

/// <summary>Filters as they are sent.</summary>
public sealed class FilterTextTests
{
    [Fact]
    public void Values_are_written_as_the_service_reads_them()
    {
        Guid id = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        DateTimeOffset instant = new(2023, 4, 1, 9, 0, 0, TimeSpan.FromHours(9));

        string filter = TableClient.CreateQueryFilter(
            $"A eq {"it's"} and B eq {1} and C eq {2L} and D eq {1.5} and E eq {true} and F eq {id} and G eq {instant} and H eq {new byte[] { 1, 171 }} and I eq {null}");

        Assert.Equal(
            "A eq 'it''s' and B eq 1 and C eq 2L and D eq 1.5 and E eq true and F eq guid'6f9619ff-8b86-d011-b42d-00c04fc964ff' "
            + "and G eq datetime'2023-04-01T00:00:00Z' and H eq X'01AB' and I eq null",
            filter);
    }

    [Fact]
    public void A_value_that_the_service_does_not_have_is_refused()
        => Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {Mood.Calm}"));

    [Fact]
    public void Conditions_in_code_become_filters()
    {
        string from = "a";
        long yen = 5;

        Assert.Equal("PartitionKey eq 'a'", Filter(p => p.PartitionKey == from));
        Assert.Equal("(PartitionKey eq 'a') and ((Yen gt 5L) or (Age le 3))", Filter(p => p.PartitionKey == from && (p.Yen > yen || p.Age <= 3)));
        Assert.Equal("(RowKey ge 'a') and (RowKey lt 'b')", Filter(p => p.RowKey.CompareTo(from) >= 0 && string.Compare(p.RowKey, "b") < 0));
        Assert.Equal("not (Name ne 'x')", Filter(p => !(p.Name != "x")));
        Assert.Equal("Name eq 'x'", Filter(p => p.Name!.Equals("x")));
        Assert.Equal("Reachable eq true", Filter(p => p.Reachable));
        Assert.Equal("Bonus eq 5L", Filter(p => p.Bonus == yen));
        Assert.Equal("Floor gt 2", Filter(p => p.Floor!.Value > 2));
        Assert.Equal("Yen eq 5L", TableClient.CreateQueryFilter<TableEntity>(row => row.GetInt64("Yen") == yen));
        Assert.Equal("TableName eq 'a'", TableServiceClient.CreateQueryFilter(table => table.Name == from));
    }

    [Fact]
    public void What_the_service_cannot_evaluate_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => Filter(p => p.Name!.Length == 3));
        Assert.Throws<NotSupportedException>(() => Filter(p => p.Field == "x"));
        Assert.Throws<NotSupportedException>(() => Filter(p => p.Mood == Mood.Angry));
        Assert.Throws<NotSupportedException>(() => Filter(p => p.Name!.StartsWith("x")));
    }

    private static string Filter(Expression<Func<Person, bool>> condition) => TableClient.CreateQueryFilter(condition);
}
