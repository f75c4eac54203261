using Compensation.Payouts;
using Compensation.Payouts.Reconciliation;

namespace Compensation.Tests.Payouts.Issuers;

/// <summary>What every issuer promises. Every implementation passes it, over the real store or over real HTTP against the emulator, which so passes it too.</summary>
public abstract class PointIssuerContract : IAsyncLifetime
{
    private IssuerRig? _rig;

    private protected IssuerRig Rig => _rig!;

    public async Task InitializeAsync() => _rig = await StartAsync();

    public async Task DisposeAsync() => await Rig.DisposeAsync();

    [Fact]
    public async Task The_same_claim_yields_the_same_codes_however_often_and_wherever_it_is_asked_for()
    {
        await Rig.StockAsync(3);
        IssueResult.Issued first = await IssueAsync(1);

        Assert.Equal(first, await IssueAsync(1), Same);
        Assert.Equal(first, Assert.IsType<IssueResult.Issued>(await Rig.Elsewhere().IssueAsync(IssuerRig.Request(1), CancellationToken.None)), Same);
        Assert.Equal(IssuerRig.Yen, first.Codes.Sum(code => code.Value!.Value.Amount));
        Assert.Single(await Rig.ListAsync());
    }

    [Fact]
    public async Task Of_many_attempts_at_once_of_one_claim_all_yield_the_same_codes()
    {
        await Rig.StockAsync(30);
        IPointIssuer elsewhere = Rig.Elsewhere();

        IssueResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(attempt => (attempt % 2 == 0 ? Rig.Issuer : elsewhere).IssueAsync(IssuerRig.Request(1), CancellationToken.None)));

        IssueResult.Issued first = Assert.IsType<IssueResult.Issued>(results[0]);
        Assert.All(results, result => Assert.Equal(first, Assert.IsType<IssueResult.Issued>(result), Same));
        Assert.Single(await Rig.ListAsync());
    }

    [Fact]
    public async Task Many_claims_at_once_each_receive_a_code_of_their_own()
    {
        await Rig.StockAsync(60);

        IssueResult.Issued[] results = await Task.WhenAll(Enumerable.Range(1, 60).Select(IssueAsync));

        Assert.Equal(60, results.SelectMany(result => result.Codes).Select(code => code.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(60, results.Select(result => result.Reference).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(60, (await Rig.ListAsync()).Select(entry => entry.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task After_a_lost_answer_the_claim_receives_what_was_made_for_it()
    {
        await Rig.StockAsync(3);
        await Rig.LoseAnswerAsync(IssuerRig.Request(1));
        IssuerEntry made = Assert.Single(await Rig.ListAsync());

        IssueResult.Issued issued = await IssueAsync(1);

        Assert.Equal((Rig.Issuer.KeyOf(IssuerRig.Request(1), null), issued.Reference), (made.Key, made.Reference));
        Assert.Equal(made, Assert.Single(await Rig.ListAsync()));
    }

    [Fact]
    public async Task What_was_handed_out_can_be_shown_again_and_nothing_is_handed_out_by_that()
    {
        await Rig.StockAsync(3);
        IssueResult.Issued issued = await IssueAsync(1);

        Assert.Equal(issued, await ShowAgainAsync(Rig.Issuer, 1, issued), Same);
        Assert.Equal(issued, await ShowAgainAsync(Rig.Elsewhere(), 1, issued), Same);
        Assert.Single(await Rig.ListAsync());
    }

    [Fact]
    public async Task When_nothing_is_left_nobody_receives_anything_and_what_was_handed_out_is_handed_out_still()
    {
        await Rig.StockAsync(2);
        IssueResult.Issued first = await IssueAsync(1);
        await Rig.EmptyAsync();
        IReadOnlyList<IssuerEntry> before = await Rig.ListAsync();

        IssueResult second = await Rig.Issuer.IssueAsync(IssuerRig.Request(2), CancellationToken.None);

        Assert.True(second is IssueResult.OutOfStock or IssueResult.Closed, $"{second}");
        Assert.Equal(first, await IssueAsync(1), Same);
        Assert.Equal(before, await Rig.ListAsync());
    }

    [Fact]
    public async Task What_nobody_has_seen_is_taken_back_once_and_is_on_no_list_any_more()
    {
        await Rig.StockAsync(2);
        IssueResult.Issued kept = await IssueAsync(1);
        IssueResult.Issued stranded = await IssueAsync(2);

        Assert.Null(await Rig.Issuer.TakeBackAsync(IssuerRig.Request(2), stranded.Reference, CancellationToken.None));
        Assert.Null(await Rig.Elsewhere().TakeBackAsync(IssuerRig.Request(2), stranded.Reference, CancellationToken.None));

        Assert.Equal(kept.Reference, Assert.Single(await Rig.ListAsync()).Reference);
        Assert.IsType<IssueResult.Refused>(await Rig.Issuer.ShowAgainAsync(IssuerRig.Request(2), stranded.Reference, CancellationToken.None));
        Assert.Equal(kept, await ShowAgainAsync(Rig.Issuer, 1, kept), Same);
    }

    [Fact]
    public async Task Its_own_list_names_every_claim_by_its_key_with_its_value_and_reference()
    {
        await Rig.StockAsync(5);
        List<IssuerEntry> expected = [];
        foreach (int person in Enumerable.Range(1, 5))
        {
            IssueResult.Issued issued = await IssueAsync(person);
            expected.Add(new IssuerEntry(Rig.Issuer.KeyOf(IssuerRig.Request(person), issued.Reference), new Compensation.Common.Yen(IssuerRig.Yen), issued.Reference));
        }

        Assert.Equal(expected.OrderBy(entry => entry.Key, StringComparer.Ordinal), (await Rig.ListAsync()).OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Being_stopped_is_no_answer()
    {
        await Rig.StockAsync(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rig.Issuer.IssueAsync(IssuerRig.Request(1), new CancellationToken(canceled: true)));
        Assert.Empty(await Rig.ListAsync());
    }

    /// <summary>Starts the issuer, in good order.</summary>
    private protected abstract Task<IssuerRig> StartAsync();

    private protected async Task<IssueResult.Issued> IssueAsync(int person) =>
        Assert.IsType<IssueResult.Issued>(await Rig.Issuer.IssueAsync(IssuerRig.Request(person), CancellationToken.None).InTimeAsync());

    private static async Task<IssueResult.Issued> ShowAgainAsync(IPointIssuer issuer, int person, IssueResult.Issued issued) =>
        Assert.IsType<IssueResult.Issued>(await issuer.ShowAgainAsync(IssuerRig.Request(person), issued.Reference, CancellationToken.None));

    private protected static bool Same(IssueResult.Issued one, IssueResult.Issued other) => one.Reference == other.Reference && one.Codes.SequenceEqual(other.Codes);
}
