using Compensation.Entitlements;
using Compensation.Operations.Alarms;
using Compensation.Payouts;
using Compensation.Payouts.Standings;
using Compensation.Tests.Receipts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moq;

namespace Compensation.Tests.Payouts;

public sealed class PayClaimTests
{
    [Fact]
    public async Task Whoever_dies_while_late_codes_are_handed_out_leaves_nobody_behind_who_is_never_told()
    {
        for (int request = 1; request <= 16; request++)
        {
            foreach (bool afterwards in new[] { false, true })
            {
                await using ReceiptApp app = await ReceiptApp.StartAsync();
                Entitlement[] people = [await app.OweAsync(500), await app.OweAsync(500)];
                foreach (Entitlement person in people)
                {
                    await app.Get<WaitingClaims>().AddAsync(await app.ChangeAsync(person, open => open with { State = EntitlementState.Claimed, Product = "edy", ClaimedAt = app.Clock.Now }), CancellationToken.None);
                }

                await app.ImportAsync("edy,500,EDY-LATE-1,,L2");
                PayWaitingClaims late = new(app.Get<WaitingClaims>(), app.Get<PayClaim>());
                app.Faults.DieAt(request, afterwards);
                try
                {
                    await late.Run(app.Campaign.Id, CancellationToken.None);
                }
                catch (IOException)
                {
                    // It is repeated, as activities are.
                }

                app.Faults.Heal();

                Assert.Equal(1, await late.Run(app.Campaign.Id, CancellationToken.None));
                Assert.Equal([EntitlementState.Claimed, EntitlementState.Paid], (await Task.WhenAll(people.Select(app.ReadAsync))).Select(person => person.State).Order());
                Assert.True(await app.Get<WaitingClaims>().AnyWaitsAsync(app.Campaign.Id, CancellationToken.None));
            }
        }
    }

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
        _issuer.Setup(issuer => issuer.ShowAgainAsync(It.IsAny<IssueRequest>(), "gc-1", It.IsAny<CancellationToken>())).ReturnsAsync(new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        PayResult first = await FinishAsync(app, await ClaimAsync(app));

        PayResult again = await FinishAsync(app, first.Entitlement);

        Assert.Equal([Code], Assert.IsType<PayResult.Paid>(again).Codes);
        _issuer.Verify(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    /// <summary>An issuer that is not heard shows it later; one that has cancelled the code never does, and somebody has to ask why.</summary>
    [Theory]
    [InlineData(null, 0)]
    [InlineData("takenBack", 1)]
    public async Task A_code_that_its_issuer_does_not_show_again_is_not_being_prepared_and_is_an_alarm_where_it_is_refused(string? refusal, int alarms)
    {
        Issues(new IssueResult.Issued([Code], "gc-1"));
        _issuer.Setup(issuer => issuer.ShowAgainAsync(It.IsAny<IssueRequest>(), "gc-1", It.IsAny<CancellationToken>()))
            .ReturnsAsync(refusal is null ? new IssueResult.TryLater(TimeSpan.FromMinutes(1), "no answer in time") : new IssueResult.Refused(refusal));
        await using ReceiptApp app = await StartAsync();
        PayResult first = await FinishAsync(app, await ClaimAsync(app));

        Assert.IsType<PayResult.NotShown>(await FinishAsync(app, first.Entitlement));

        AngleSharp.Dom.IDocument page = (await app.LookAsync(app.PathOf(first.Entitlement))).Page;
        Assert.Equal("コードを表示できません", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("500円分", page.QuerySelector(".amount")!.TextContent);
        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(first.Entitlement)).State);
        IReadOnlyList<Alarm> raised = await AlarmsAsync(app);
        Assert.Equal(alarms, raised.Count);
        Assert.All(raised, alarm => Assert.Equal((AlarmKind.CodeNotShown, first.Entitlement.Id.ToString()), (alarm.Kind, alarm.Matter)));
        Assert.All(raised, alarm => Assert.Contains("takenBack", alarm.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2023-04-11", false)]
    [InlineData("2023-04-12", true)]
    public async Task A_code_whose_last_day_has_passed_is_handed_out_by_nobody(string lastDay, bool isHandedOut)
    {
        IssuedCode other = new("ABCD-1234-ABCD", new DateOnly(2033, 3, 31));
        Issues(new IssueResult.Issued([other, Code with { LastDay = DateOnly.ParseExact(lastDay, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) }], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);

        PayResult result = await FinishAsync(app, claimed);

        Assert.Equal(isHandedOut, result is PayResult.Paid);
        Assert.Equal(isHandedOut ? EntitlementState.Paid : EntitlementState.Claimed, (await app.ReadAsync(claimed)).State);
        Assert.Equal(isHandedOut ? [] : [(AlarmKind.IssuerRefused, "partner a code whose last day was 2023-04-11")], (await AlarmsAsync(app)).Select(alarm => (alarm.Kind, alarm.Matter)));
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

    [Theory]
    [InlineData(null, 356)]
    [InlineData("too late", 354)]
    public async Task A_code_issued_for_a_claim_revoked_in_the_same_moment_is_not_shown_and_is_taken_back_or_an_alarm(string? whyNot, int logged)
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        IssuesAfter(() => app.ChangeAsync(claimed, before => before with { State = EntitlementState.Revoked }));
        _issuer.Setup(issuer => issuer.TakeBackAsync(It.IsAny<IssueRequest>(), "gc-1", It.IsAny<CancellationToken>())).ReturnsAsync(whyNot);

        Assert.IsType<PayResult.Withdrawn>(await FinishAsync(app, claimed));

        Assert.Equal(EntitlementState.Revoked, (await app.ReadAsync(claimed)).State);
        Assert.Contains(app.Log.Lines, line => line.Event.Id == logged && line.Text.Contains("gc-1", StringComparison.Ordinal));
        Assert.Equal(whyNot is null ? [] : [AlarmKind.CodeStranded], (await AlarmsAsync(app)).Select(alarm => alarm.Kind));
    }

    [Fact]
    public async Task A_code_that_another_attempt_has_recorded_before_is_on_the_books_and_stays()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        IssuesAfter(async () =>
        {
            Entitlement paid = await app.ChangeAsync(claimed, before => before with { State = EntitlementState.Paid, IssuerReference = "partner:gc-1" });
            await app.ChangeAsync(paid, before => before with { State = EntitlementState.Revoked });
        });

        Assert.IsType<PayResult.Withdrawn>(await FinishAsync(app, claimed));
        Assert.Empty(await AlarmsAsync(app));
    }

    [Fact]
    public async Task Whoever_has_to_wait_for_the_issuer_is_served_without_looking_again()
    {
        Issues(new IssueResult.TryLater(TimeSpan.FromMinutes(1), "no answer in time"), new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        Assert.Equal(WaitsFor.Issuer, Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed)).For);

        Assert.Equal(1, await PayWaitingAsync(app));

        Assert.Equal(EntitlementState.Paid, (await app.ReadAsync(claimed)).State);
        Assert.False(await app.Get<WaitingClaims>().AnyWaitsAsync(app.Campaign.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_chose_when_the_app_broke_is_served_without_looking_again()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        _issuer.SetupSequence(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("broken")).ReturnsAsync(new IssueResult.Issued([Code], "gc-1"));
        await Assert.ThrowsAsync<IOException>(() => FinishAsync(app, claimed));

        Assert.Equal(1, await PayWaitingAsync(app));
    }

    [Fact]
    public async Task A_product_that_its_issuer_closes_is_an_alarm_and_is_asked_for_once_in_five_minutes_until_it_opens()
    {
        Issues(new IssueResult.Closed("F300 InsufficientFunds"), new IssueResult.Closed("F300 InsufficientFunds"), new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        Assert.Equal(WaitsFor.Opening, Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed)).For);

        Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed));
        Asked(Times.Once());
        Alarm alarm = Assert.Single(await AlarmsAsync(app));
        Assert.Equal((AlarmKind.IssuerClosed, "amazon"), (alarm.Kind, alarm.Matter));
        Assert.Contains("InsufficientFunds", alarm.Text, StringComparison.Ordinal);
        ProductStanding closed = Assert.Single(await app.Get<ProductStandings>().ListAsync(app.Campaign.Id, CancellationToken.None));
        Assert.Equal(("amazon", "F300 InsufficientFunds", "partner"), (closed.Product, closed.Reason, closed.By));

        app.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed));
        app.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.IsType<PayResult.Paid>(await FinishAsync(app, claimed));

        Asked(Times.Exactly(3));
        Assert.Empty(await app.Get<ProductStandings>().ListAsync(app.Campaign.Id, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_closed_before_the_clock_was_set_back_is_asked_for_again_at_once()
    {
        Issues(new IssueResult.Closed("F300 InsufficientFunds"), new IssueResult.Issued([Code], "gc-1"));
        await using ReceiptApp app = await StartAsync();
        Entitlement claimed = await ClaimAsync(app);
        Assert.IsType<PayResult.StillWaiting>(await FinishAsync(app, claimed));

        app.Clock.Now -= TimeSpan.FromHours(1);

        Assert.IsType<PayResult.Paid>(await FinishAsync(app, claimed));
    }

    [Fact]
    public async Task What_an_issuer_refuses_is_an_alarm_and_waits_and_holds_nobody_else_up()
    {
        await using ReceiptApp app = await StartAsync();
        Entitlement[] claimed = [await ClaimAsync(app), await ClaimAsync(app)];
        _issuer.Setup(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IssueRequest request, CancellationToken _) => request.Entitlement == claimed[0].Id ? new IssueResult.Refused("F200 MaxAmountExceeded") : new IssueResult.Issued([Code], "gc-2"));
        await app.Get<WaitingClaims>().AddAsync(claimed[0], CancellationToken.None);
        await app.Get<WaitingClaims>().AddAsync(claimed[1], CancellationToken.None);

        Assert.Equal(1, await PayWaitingAsync(app));

        Assert.Equal([EntitlementState.Claimed, EntitlementState.Paid], [(await app.ReadAsync(claimed[0])).State, (await app.ReadAsync(claimed[1])).State]);
        Assert.Equal(AlarmKind.IssuerRefused, Assert.Single(await AlarmsAsync(app)).Kind);
        Assert.True(await app.Get<WaitingClaims>().AnyWaitsAsync(app.Campaign.Id, CancellationToken.None));
    }

    [Fact]
    public async Task An_issuer_that_keeps_asking_to_wait_is_not_asked_for_everybody_in_one_run()
    {
        await using ReceiptApp app = await StartAsync();
        _issuer.Setup(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>())).ReturnsAsync(new IssueResult.TryLater(TimeSpan.FromMinutes(1)));
        for (int person = 0; person < 40; person++)
        {
            await app.Get<WaitingClaims>().AddAsync(await ClaimAsync(app), CancellationToken.None);
        }

        Assert.Equal(0, await PayWaitingAsync(app));
        Asked(Times.Between(5, 5 + 8, Moq.Range.Inclusive));
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

    private static Task<int> PayWaitingAsync(ReceiptApp app) => ActivatorUtilities.CreateInstance<PayWaitingClaims>(app.Get<IServiceProvider>()).Run(app.Campaign.Id, CancellationToken.None);

    private static Task<IReadOnlyList<Alarm>> AlarmsAsync(ReceiptApp app) => app.Get<AlarmList>().ReadPageAsync(from: null, 10, CancellationToken.None);

    private void Asked(Times times) => _issuer.Verify(issuer => issuer.IssueAsync(It.IsAny<IssueRequest>(), It.IsAny<CancellationToken>()), times);

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
