using Compensation.Campaigns;

namespace Compensation.Tests.Campaigns;

/// <summary>An hourly timer looks after every campaign of the installation.</summary>
public sealed class EachCampaignTests
{
    [Fact]
    public async Task What_fails_for_one_campaign_keeps_no_other_from_its_turn()
    {
        List<string> done = [];
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new[] { "kumamoto", "tochigi", "okinawa" }.EachOnItsOwnAsync(
            async one =>
            {
                await Task.Yield();
                done.Add(one);
                if (one == "tochigi")
                {
                    throw new InvalidOperationException("Its books are shut.");
                }
            },
            CancellationToken.None));

        Assert.Equal(["kumamoto", "tochigi", "okinawa"], done);
        Assert.Equal("Its books are shut.", thrown.Message);
    }

    [Fact]
    public async Task What_fails_for_several_is_all_said()
    {
        AggregateException thrown = await Assert.ThrowsAsync<AggregateException>(() =>
            new[] { "kumamoto", "tochigi" }.EachOnItsOwnAsync(one => Task.FromException(new InvalidOperationException(one)), CancellationToken.None));

        Assert.Equal(["kumamoto", "tochigi"], thrown.InnerExceptions.Select(one => one.Message));
    }

    /// <summary>A host that stops is not a campaign's failure.</summary>
    [Fact]
    public async Task Who_is_told_to_end_begins_no_further_one()
    {
        using CancellationTokenSource stopping = new();
        List<string> begun = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new[] { "kumamoto", "tochigi" }.EachOnItsOwnAsync(
            async one =>
            {
                begun.Add(one);
                await stopping.CancelAsync();
                stopping.Token.ThrowIfCancellationRequested();
            },
            stopping.Token));

        Assert.Equal(["kumamoto"], begun);
    }
}
