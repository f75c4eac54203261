using Compensation.Emulators.Issuers;
using Compensation.Payouts;

namespace Compensation.Tests.Payouts.Issuers;

/// <summary>What every issuer promises that is asked over a network, whatever goes wrong there.</summary>
public abstract class RemoteIssuerContract : PointIssuerContract
{
    private protected RemoteRig Remote => (RemoteRig)Rig;

    [Fact]
    public async Task Whom_it_throttles_it_serves_later()
    {
        Remote.Emulator.Faults = new IssuersFaults { ThrottleNext = 1, RetryAfterSeconds = 30 };

        IssueResult.TryLater later = Assert.IsType<IssueResult.TryLater>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        Assert.Empty(Remote.Emulator.Issued);
        Remote.Pass(later.After);

        await IssueAsync(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_page_of_some_gateway_says_nothing_of_the_claim(int status)
    {
        Remote.Emulator.Faults = new IssuersFaults { FailNext = 1, FailStatus = status };

        Assert.IsType<IssueResult.TryLater>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        Assert.Empty(Remote.Emulator.Issued);

        await IssueAsync(1);
    }

    [Fact]
    public async Task Who_is_not_let_in_finds_the_product_closed_and_open_again_once_it_is_mended()
    {
        Remote.Emulator.Faults = new IssuersFaults { FailNext = 1, FailStatus = 403 };

        Assert.IsType<IssueResult.Closed>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        await IssueAsync(1);
    }

    [Fact]
    public async Task An_issuer_that_is_not_heard_is_asked_again_later()
    {
        Remote.Emulator.Faults = new IssuersFaults { Down = true };
        Assert.Equal("connection lost", Assert.IsType<IssueResult.TryLater>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None)).Reason);

        Remote.Emulator.Faults = new IssuersFaults();
        await IssueAsync(1);
        Assert.Single(Remote.Emulator.Issued);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_none_and_what_was_made_is_received_later()
    {
        Remote.Emulator.Faults = new IssuersFaults { StallNext = 1 };

        Assert.Equal("no answer in time", Assert.IsType<IssueResult.TryLater>(await Remote.Impatient().IssueAsync(IssuerRig.Request(1), CancellationToken.None)).Reason);
        IssueResult.Issued issued = await IssueAsync(1);

        Assert.Equal(Assert.Single(Remote.Emulator.Issued).Code, Assert.Single(issued.Codes).Code);
    }

    [Fact]
    public async Task Another_amount_for_the_same_claim_is_refused_and_nothing_more_is_made()
    {
        await IssueAsync(1);

        Assert.IsType<IssueResult.Refused>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1, yen: 501), CancellationToken.None));
        Assert.Single(Remote.Emulator.Issued);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_any_more_stays_on_the_list_and_it_says_why()
    {
        IssueResult.Issued issued = await IssueAsync(1);
        Remote.Pass(TimeSpan.FromMinutes(16));

        string? why = await Rig.Issuer.TakeBackAsync(IssuerRig.Request(1), issued.Reference, CancellationToken.None);
        Assert.Contains(why, new[] { "too late", "more than 15 minutes have passed" });
        Assert.Single(await Rig.ListAsync());
    }

    [Fact]
    public async Task What_was_taken_back_is_not_made_anew_for_the_same_claim()
    {
        IssueResult.Issued issued = await IssueAsync(1);
        await Rig.Issuer.TakeBackAsync(IssuerRig.Request(1), issued.Reference, CancellationToken.None);

        Assert.IsType<IssueResult.Refused>(await Rig.Issuer.IssueAsync(IssuerRig.Request(1), CancellationToken.None));
        Assert.Empty(await Rig.ListAsync());
    }
}
