using Compensation.Applications;
using Compensation.Applications.Matching;
using Compensation.Entitlements;
using Compensation.Rehearsal.People;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

public sealed class DecideTests
{
    private static readonly string[] Ledger = ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,2023-02-23,,", "YM-000002,2023-02-24,500,false,,ヤマダ タロウ,2023-02-23,,"];

    /// <summary>Whatever of a decision was written before a process died, the next run does the rest, and no more.</summary>
    [Fact]
    public async Task A_kill_in_the_middle_of_matching_changes_nothing()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: Ledger);
        ApplicationVisit half = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001"));
        await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        ApplicationVisit other = await world.ApplyAsync(ApplicationsWorld.Answers("YM-000001", delivery: "090-2222-1110"), "+819022221110");
        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-01T08:00"));

        // The entitlement was opened, and the process died before the application was marked as accepted.
        EntitlementId id = (await world.EntitlementAsync("YM-000001"))!.Id;
        Application application = (await world.App.Services.GetRequiredService<ApplicationStore>().FindAsync(world.Campaign.Id, ReceiptNumber.Parse(half.Receipt!), 1, CancellationToken.None))!;
        Assert.Null(await world.App.Services.GetRequiredService<AcceptApplication>().HandleAsync(world.Campaign, application, id, CancellationToken.None));
        Assert.Equal(("received", "exact"), await world.StandingAsync(half.Receipt!));

        await world.UntilAsync(ApplicationsWorld.Japan("2023-04-03T12:00"));
        Assert.Equal([("accepted", "exact"), ("inReview", "alreadyApplied")], [await world.StandingAsync(half.Receipt!), await world.StandingAsync(other.Receipt!)]);
        Assert.Equal(application.Id, (await world.EntitlementAsync("YM-000001"))!.Application);
    }
}
