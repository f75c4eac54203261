using System.Text.Json;
using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Entitlements;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Tests.Payouts.Issuers;

/// <summary>Two lists joined by key, and on which pile each claim comes.</summary>
public sealed class JoinedBooksTests
{
    [Fact]
    public void Every_key_of_either_list_comes_once_with_all_that_both_say_of_it()
    {
        using JoinedBooks books = new();
        foreach (int number in Enumerable.Range(0, 300))
        {
            books.Add(new IssuerEntry($"K-{number}", new Yen(number + 1), $"R-{number}"));
        }

        BookedCodes[] booked = [.. Enumerable.Range(0, 300).Select(number => Booked($"R-{number}") with { Entitlement = EntitlementId.FromValue((ulong)number), State = number % 2 == 0 ? EntitlementState.Paid : EntitlementState.Revoked, IsNew = number % 3 == 0, Reference = number % 5 == 0 ? null : $"R-{number}" })];
        foreach (int number in Enumerable.Range(150, 150))
        {
            books.Add($"K-{number}", booked[number]);
            books.Add($"L-{number}", booked[number]);
        }

        books.Add(new IssuerEntry("K-7", new Yen(100), "R-7b"));

        Dictionary<string, JoinedEntry> joined = books.Read().ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        Assert.Equal(450, joined.Count);
        Assert.All(Enumerable.Range(0, 300).Where(number => number != 7), number =>
        {
            JoinedEntry entry = joined[$"K-{number}"];
            Assert.Equal((number < 150 ? null : booked[number], new Yen(number + 1), $"R-{number}"), (entry.Ours, entry.TheirValue, Assert.Single(entry.TheirReferences)));
        });
        Assert.All(Enumerable.Range(150, 150), number => Assert.Equal((booked[number], Yen.Zero, false), (joined[$"L-{number}"].Ours, joined[$"L-{number}"].TheirValue, joined[$"L-{number}"].IsTheirs)));
        Assert.Equal((new Yen(108), "R-7 R-7b"), (joined["K-7"].TheirValue, string.Join(' ', joined["K-7"].TheirReferences)));
    }

    [Theory]
    [InlineData("R", false, 500, 0, 0, 0, 1)]
    [InlineData("R", true, 500, 0, 0, 0, 1)]
    [InlineData("R", false, 400, 0, 0, 1, 0)]
    [InlineData("Q", false, 500, 0, 0, 1, 0)]
    [InlineData("R", false, 0, 1, 0, 0, 0)]
    [InlineData("R", true, 0, 0, 0, 0, 0)]
    [InlineData("waits", false, 0, 0, 0, 0, 0)]
    [InlineData("waits", false, 500, 0, 1, 0, 0)]
    [InlineData("unknown", false, 500, 0, 1, 0, 0)]
    public void A_claim_lies_on_one_pile_and_the_two_agree_where_nothing_is_on_the_others(string ours, bool isNew, long theirs, int onlyOurs, int onlyTheirs, int differing, int matched)
    {
        BookedCodes? booked = ours == "unknown" ? null : Booked(ours == "waits" ? null : ours) with { IsNew = isNew };
        ReconciliationSums sums = new();
        sums.Add(new JoinedEntry("K", booked, new Yen(theirs), theirs == 0 ? [] : ["R"]));

        IssuerReconciliation result = sums.Of(CampaignId.Parse("kumamoto"), "issuer", DateTimeOffset.UnixEpoch, 3);

        Assert.Equal(
            (onlyOurs + onlyTheirs + differing == 0, "issuer", DateTimeOffset.UnixEpoch, 3L),
            (result.Agrees, result.Issuer, result.AsOf, result.Foreign));
        ReconciledLines[] piles = [result.OnlyOurs, result.OnlyTheirs, result.Differing];
        Assert.Equal([Sum(onlyOurs, 500), Sum(onlyTheirs, theirs), Sum(differing, 500)], piles.Select(pile => new ReconciledSum(pile.Count, pile.Yen)));
        Assert.All(piles, pile => Assert.Equal(pile.Count, pile.Listed.Count));
        Assert.Equal(Sum(matched, 500), result.Matched);
        Assert.Equal((Sum(onlyOurs + differing + matched, 500), Sum(onlyTheirs + differing + matched, theirs)), (result.Ours, result.Theirs));
    }

    [Fact]
    public void A_claim_on_which_the_two_do_not_agree_is_shown_as_both_have_it()
    {
        BookedCodes booked = Booked("Q");
        ReconciliationSums sums = new();
        sums.Add(new JoinedEntry("K-2", booked, new Yen(400), ["R-2", "R-1"]));
        sums.Add(new JoinedEntry("K-1", booked, Yen.Zero, []));
        sums.Add(new JoinedEntry("K-3", null, new Yen(7), ["R"]));

        IssuerReconciliation result = sums.Of(CampaignId.Parse("kumamoto"), "issuer", DateTimeOffset.UnixEpoch, 0);

        AssertShown(new ReconciledLine("K-2", booked.Entitlement, EntitlementState.Paid, "edy", new Yen(500), new Yen(400), "Q", ["R-1", "R-2"]), Assert.Single(result.Differing.Listed));
        AssertShown(new ReconciledLine("K-1", booked.Entitlement, EntitlementState.Paid, "edy", new Yen(500), null, "Q", []), Assert.Single(result.OnlyOurs.Listed));
        AssertShown(new ReconciledLine("K-3", null, null, null, null, new Yen(7), null, ["R"]), Assert.Single(result.OnlyTheirs.Listed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_thousand_of_a_pile_are_listed_by_key_in_whatever_order_they_were_found(bool upwards)
    {
        ReconciliationSums sums = new();
        IEnumerable<int> numbers = Enumerable.Range(1, 1_001);
        foreach (int number in upwards ? numbers : numbers.Reverse())
        {
            sums.Add(new JoinedEntry($"K-{number:d4}", null, new Yen(number), ["R"]));
        }

        ReconciledLines listed = sums.Of(CampaignId.Parse("kumamoto"), "issuer", DateTimeOffset.UnixEpoch, 0).OnlyTheirs;

        Assert.Equal((1_001, new Yen(501_501)), (listed.Count, listed.Yen));
        Assert.Equal(numbers.SkipLast(1).Select(number => ($"K-{number:d4}", (Yen?)new Yen(number))), listed.Listed.Select(line => (line.Key, line.Theirs)));
    }

    /// <summary>As it is answered: the references stand in their order.</summary>
    private static void AssertShown(ReconciledLine expected, ReconciledLine line) => Assert.Equal(JsonSerializer.Serialize(expected, JsonBody.Format), JsonSerializer.Serialize(line, JsonBody.Format));

    private static ReconciledSum Sum(int count, long yen) => new(count, new Yen(count * yen));

    private static BookedCodes Booked(string? reference) => new(EntitlementId.FromValue(1), EntitlementState.Paid, "edy", new Yen(500), reference, IsNew: false);
}
