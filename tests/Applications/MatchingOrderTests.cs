using System.Globalization;
using Compensation.Applications;
using Compensation.Applications.Journeys;
using Compensation.Applications.Matching;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Coupons;
using Compensation.Entitlements;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>In which order applications are looked at makes no difference: what tells is who came first.</summary>
public sealed class MatchingOrderTests
{
    private const int Cases = 40;

    /// <summary>Names beside the ledger's ヤマダ タロウ: the same, turned round, another surname, a near one, a stranger's.</summary>
    private static readonly (string Family, string Given)[] s_names = [("ヤマダ", "タロウ"), ("タロウ", "ヤマダ"), ("サトウ", "タロウ"), ("ヤマタ", "タロウ"), ("スズキ", "ジロウ")];

    /// <summary>Up to five applicants for one coupon in the order in which they come, and an order in which they are looked at.</summary>
    private static readonly Gen<(int[] Applicants, int[] Order)> AnyCase =
        from count in Gen.Choose(2, 5)
        from applicants in Gen.Choose(0, s_names.Length - 1).ArrayOf(count)
        from order in Gen.Shuffle(Enumerable.Range(0, count).ToArray())
        select (applicants, order);

    [Fact]
    public async Task Whoever_came_first_is_first_in_whatever_order_they_are_looked_at()
    {
        (int[] Applicants, int[] Order)[] cases = [.. AnyCase.Sample(Cases)];
        string[] ledger = [.. Enumerable.Range(0, 2 * Cases).Select(number => $"{NumberOf(number)},2023-02-24,3000,false,,ヤマダ タロウ,,,")];
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ledger);
        DateTimeOffset before = world.Clock.GetUtcNow();
        await world.UntilAsync(MatchUntilKilled.At);
        foreach ((int index, (int[] applicants, int[] order)) in cases.Index())
        {
            IReadOnlyList<string> inTurn = await DecideAsync(world, before, 2 * index, applicants, [.. Enumerable.Range(0, applicants.Length)]);
            IReadOnlyList<string> shuffled = await DecideAsync(world, before, (2 * index) + 1, applicants, order);
            Assert.True(inTurn.SequenceEqual(shuffled), $"{string.Join(' ', applicants)} in order {string.Join(' ', order)}:\n{string.Join('\n', inTurn)}\n\n{string.Join('\n', shuffled)}");
            Assert.Equal(applicants.Any(name => name <= 1) ? 1 : 0, inTurn.Count(end => end.StartsWith(nameof(ApplicationState.Accepted), StringComparison.Ordinal)));
            if (Array.FindIndex(applicants, name => name <= 1) is >= 0 and var first)
            {
                Assert.Equal($"{ApplicationState.Accepted} {ApplicationOutcome.Exact}", inTurn[first]);
            }
        }
    }

    /// <returns>How each ends, in the order in which they came.</returns>
    private static async Task<IReadOnlyList<string>> DecideAsync(ApplicationsWorld world, DateTimeOffset from, int coupon, int[] applicants, int[] order)
    {
        IServiceProvider services = world.App.Services;
        Assert.True(InquiryNumber.TryParse(NumberOf(coupon), world.Campaign.InquiryNumbers, out InquiryNumber number));
        List<ReceiptNumber> receipts = [];
        foreach ((int index, int name) in applicants.Index())
        {
            ApplicationForm form = new(s_names[name].Family, s_names[name].Given) { Delivery = new Contact(null, $"a{coupon}-{index}@example.jp") };
            FinishedForm finished = new($"{coupon} {index}", form, [number], from.AddMinutes(index), Language.Japanese);
            receipts.Add(Assert.IsType<Submitted.Counts>(await services.GetRequiredService<SubmitApplication>().HandleAsync(world.Campaign, finished, CancellationToken.None)).Receipt);
        }

        DecideApplications decide = ActivatorUtilities.CreateInstance<DecideApplications>(services);
        IReadOnlyDictionary<CampaignId, CouponLookup> ledgers = await services.GetRequiredService<MatchApplication>().OpenAsync(world.Campaign.Id, CancellationToken.None);
        foreach (int index in order)
        {
            Assert.True(await decide.DecideAsync(world.Campaign, new OpenApplication(receipts[index], 1, default, default), ledgers, CancellationToken.None));
        }

        ApplicationStore store = services.GetRequiredService<ApplicationStore>();
        return [.. await Task.WhenAll(receipts.Select(async receipt => await store.FindAsync(world.Campaign.Id, receipt, 1, CancellationToken.None) is { } one ? $"{one.State} {one.Outcome}" : string.Empty))];
    }

    private static string NumberOf(int coupon) => string.Create(CultureInfo.InvariantCulture, $"YM-{coupon:d6}");
}
