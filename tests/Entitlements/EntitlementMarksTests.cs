using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Tests.Notices;

namespace Compensation.Tests.Entitlements;

public sealed class EntitlementMarksTests
{
    private const string Mark = "to-look-at";

    [Fact]
    public async Task Those_who_bear_a_mark_are_found_and_once_it_is_taken_off_they_are_not()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        CampaignId campaign = TestCampaigns.Kumamoto.Id;
        await harness.Marks.AddAsync(campaign, Mark, [.. harness.People.Take(2).Select(person => person.Id)], CancellationToken.None);
        await harness.Marks.AddAsync(campaign, Mark, [harness.People[1].Id], CancellationToken.None);
        await harness.Marks.AddAsync(campaign, "another", [harness.People[2].Id], CancellationToken.None);

        Assert.Equal(2, await harness.Marks.CountAsync(campaign, Mark, CancellationToken.None));
        Assert.Equal([harness.People[1].Id], await harness.Marks.AmongAsync(campaign, Mark, [harness.People[1].Id, harness.People[2].Id], CancellationToken.None));
        Assert.Equal([harness.People[0].Id], await harness.Marks.AmongAsync(campaign, Mark, [harness.People[0].Id, harness.People[2].Id], CancellationToken.None));
        Assert.Empty(await harness.Marks.AmongAsync(campaign, Mark, [], CancellationToken.None));

        await harness.Marks.RemoveAsync(campaign, Mark, [harness.People[0].Id], CancellationToken.None);
        await harness.Marks.RemoveAsync(campaign, Mark, [harness.People[0].Id], CancellationToken.None);

        Assert.Equal([harness.People[1].Id], (await harness.Marks.ReadPageAsync(campaign, Mark, null, 10, CancellationToken.None)).Select(person => person.Id));
    }

    [Fact]
    public async Task Whether_anybody_bears_a_mark_or_one_that_begins_alike_is_told_and_how_many_as_far_as_is_asked()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 3);
        CampaignId campaign = TestCampaigns.Kumamoto.Id;
        Assert.False(await harness.Marks.AnyAsync(campaign, Mark, CancellationToken.None));
        Assert.False(await harness.Marks.AnyOfAsync(campaign, "to-look", CancellationToken.None));

        await harness.Marks.AddAsync(campaign, Mark, [.. harness.People.Select(person => person.Id)], CancellationToken.None);

        Assert.True(await harness.Marks.AnyAsync(campaign, Mark, CancellationToken.None));
        Assert.False(await harness.Marks.AnyAsync(campaign, "to-look", CancellationToken.None));
        bool[] found = await Task.WhenAll(new[] { "to-look", "to", "to-loo", "look" }.Select(beginning => harness.Marks.AnyOfAsync(campaign, beginning, CancellationToken.None)));
        Assert.Equal([true, true, false, false], found);
        Assert.Equal((2, 3), (await harness.Marks.CountAsync(campaign, Mark, most: 2, CancellationToken.None), await harness.Marks.CountAsync(campaign, Mark, most: 9, CancellationToken.None)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task A_mark_of_somebody_unknown_does_not_end_the_walk(int take)
    {
        await using SendingHarness harness = await SendingHarness.With(people: 4);
        CampaignId campaign = TestCampaigns.Kumamoto.Id;
        IEnumerable<EntitlementId> unknown = harness.People.SelectMany(person => new[] { 1UL, 2UL, 3UL }.Select(more => EntitlementId.FromValue(person.Id.Value + more)));
        await harness.Marks.AddAsync(campaign, Mark, [EntitlementId.FromValue(7), .. unknown, .. harness.People.Select(person => person.Id)], CancellationToken.None);

        List<EntitlementId> found = [];
        IReadOnlyList<Entitlement> page;
        do
        {
            page = await harness.Marks.ReadPageAsync(campaign, Mark, found.Count == 0 ? null : found[^1], take, CancellationToken.None);
            found.AddRange(page.Select(person => person.Id));
        }
        while (page.Count == take);

        Assert.Equal(harness.People.Select(person => person.Id), found);
    }

    [Fact]
    public async Task A_page_holds_no_more_than_was_asked_for_although_somebody_unknown_comes_first()
    {
        await using SendingHarness harness = await SendingHarness.With(people: 4);
        CampaignId campaign = TestCampaigns.Kumamoto.Id;
        await harness.Marks.AddAsync(campaign, Mark, [EntitlementId.FromValue(7), .. harness.People.Select(person => person.Id)], CancellationToken.None);

        IReadOnlyList<Entitlement> page = await harness.Marks.ReadPageAsync(campaign, Mark, null, 2, CancellationToken.None);

        Assert.Equal(harness.People.Take(2).Select(person => person.Id), page.Select(person => person.Id));
    }
}
