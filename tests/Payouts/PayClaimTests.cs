using Compensation.Entitlements;
using Compensation.Payouts;
using Compensation.Tests.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Compensation.Tests.Payouts;

public sealed class PayClaimTests
{
    private static readonly IssuedCode Code = new("ABCD-1234-WXYZ", null);

    private readonly Mock<IPointIssuer> _issuer = new(MockBehavior.Strict);

    public PayClaimTests()
    {
        _issuer.Setup(issuer => issuer.Name).Returns("partner");
    }

    [Fact]
    public async Task What_the_issuer_hands_out_is_recorded_under_its_name()
    {
        Issues(new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();

        PayResult.Paid paid = Assert.IsType<PayResult.Paid>(await FinishAsync(app, await ClaimAsync(app)));

        Assert.Equal([Code], paid.Codes);
        Assert.Equal((EntitlementState.Paid, "partner:gc-1"), (paid.Entitlement.State, paid.Entitlement.IssuerReference));
        Assert.Equal(paid.Entitlement, await app.ReadAsync(paid.Entitlement));
    }

    [Fact]
    public async Task A_paid_claim_is_shown_by_the_issuer_that_paid_it_and_never_issued_again()
    {
        Issues(new IssueResult.Issued([Code], "gc-1"));
        _issuer.Setup(issuer => issuer.ShowAgainAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync([Code]);
        await using ReceiptApp app = await StartAsync();
        PayResult first = await FinishAsync(app, await ClaimAsync(app));

        PayResult again = await FinishAsync(app, first.Entitlement);

        Assert.Equal([Code], Assert.IsType<PayResult.Paid>(again).Codes);
        _issuer.Verify(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task A_claim_waits_while_the_issuer_has_nothing_or_asks_to_wait()
    {
        Issues(new IssueResult.OutOfStock(), new IssueResult.TryLater(TimeSpan.FromMinutes(1)), new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);

        Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed));
        Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed));
        Assert.Equal(claimed, await app.ReadAsync(claimed));
        Assert.IsType<PayResult.Paid>(await FinishAsync(app, claimed));
    }

    [Fact]
    public async Task A_link_replaced_in_the_same_moment_does_not_stop_the_payment()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        IssuesAfter(() => app.ChangeAsync(claimed, before => before with { LinkVersion = 2 }));

        PayResult.Paid paid = Assert.IsType<PayResult.Paid>(await FinishAsync(app, claimed));

        Assert.Equal((EntitlementState.Paid, 2), (paid.Entitlement.State, paid.Entitlement.LinkVersion));
    }

    [Fact]
    public async Task A_code_issued_for_a_claim_revoked_in_the_same_moment_is_not_shown_and_is_reported()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        IssuesAfter(() => app.ChangeAsync(claimed, before => before with { State = EntitlementState.Revoked }));

        Assert.IsType<PayResult.Withdrawn>(await FinishAsync(app, claimed));

        Assert.Equal(EntitlementState.Revoked, (await app.ReadAsync(claimed)).State);
        Assert.Contains(app.Log.Lines, line => line.Event.Id == 354 && line.Text.Contains("gc-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_a_claim_can_be_paid()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement open = await app.OweAsync(500);

        await Assert.ThrowsAsync<ArgumentException>(() => FinishAsync(app, open));
    }

    [Fact]
    public void Settings_that_name_an_unknown_issuer_are_refused()
    {
        IOptions<PayoutOptions> options = Options.Create(new PayoutOptions { Issuers = new Dictionary<string, string>(StringComparer.Ordinal) { ["edy"] = "nobody" } });

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new PointIssuers([_issuer.Object], options));

        Assert.Contains("Payouts:Issuers:edy is 'nobody'; expected one of partner", error.Message, StringComparison.Ordinal);
    }

    private Task<ReceiptApp> StartAsync() => ReceiptApp.StartAsync(configure: services => services
        .AddSingleton(_issuer.Object)
        .AddSingleton(Options.Create(new PayoutOptions { Issuers = new Dictionary<string, string>(StringComparer.Ordinal) { ["amazon"] = "partner" } })));

    private static async Task<Entitlement> ClaimAsync(ReceiptApp app) =>
        await app.ChangeAsync(await app.OweAsync(500), open => open with { State = EntitlementState.Claimed, Product = "amazon", ClaimedAt = app.Clock.Now });

    private static Task<PayResult> FinishAsync(ReceiptApp app, Entitlement claimed) => app.Get<PayClaim>().FinishAsync(claimed, CancellationToken.None);

    private void Issues(params IssueResult[] results)
    {
        Queue<IssueResult> answers = new(results);
        _issuer.Setup(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(answers.Dequeue);
    }

    private void IssuesAfter(Func<Task> meanwhile) => _issuer
        .Setup(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>()))
        .Returns(async () =>
        {
            await meanwhile();
            return new IssueResult.Issued([Code], "gc-1");
        });
}
