using Compensation.Emulators.Issuers;
using Compensation.Lifecycle.Preflight;
using Compensation.Tests.Payouts.Issuers;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Lifecycle;

/// <summary>Before a campaign goes live issuers outside are asked, over their own protocols.</summary>
public sealed class IssuersCheckTests
{
    [Fact]
    public async Task What_was_paid_in_is_held_against_what_people_will_ask_for()
    {
        await using AmazonRig rig = await AmazonRig.StartAsync();
        await rig.App.OweAsync(AmazonRig.Funds);

        PreflightCheck enough = Assert.Single(await CheckAsync(rig));
        await rig.EmptyAsync();
        PreflightCheck empty = Assert.Single(await CheckAsync(rig));
        rig.Emulator.Faults = new IssuersFaults { ErrorNext = 1, ErrorCode = "F300" };
        PreflightCheck refused = Assert.Single(await CheckAsync(rig));

        Assert.Equal(("issuer-amazon", true), (enough.Name, enough.Green));
        Assert.Contains("100,000", enough.Words, StringComparison.Ordinal);
        Assert.False(empty.Green, empty.Words);
        Assert.False(refused.Green);
        Assert.Contains("F300", refused.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_over_HTTP_has_to_answer()
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        Assert.True(Assert.Single(await CheckAsync(rig)).Green);
        rig.Emulator.Faults = new IssuersFaults { FailNext = 3 };
        Assert.False(Assert.Single(await CheckAsync(rig)).Green);
    }

    [Fact]
    public async Task The_stock_is_no_issuer_outside()
    {
        await using StockRig rig = await StockRig.StartAsync();

        Assert.Empty(await CheckAsync(rig));
    }

    private static Task<IReadOnlyList<PreflightCheck>> CheckAsync(IssuerRig rig) =>
        ActivatorUtilities.CreateInstance<IssuersCheck>(rig.App.Get<IServiceProvider>()).TryAsync(rig.App.Campaign, CancellationToken.None);
}
