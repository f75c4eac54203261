using System.ComponentModel.DataAnnotations;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Tests.Notices;

public sealed class NoticeOptionsTests
{
    private static readonly DateTimeOffset s_now = new(2023, 4, 10, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(1000, 60)]
    public void The_wait_doubles_with_each_try_up_to_the_longest(int tries, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), new NoticeOptions().RetryIntervalAfter(tries));

    [Theory]
    [InlineData(30, 60)]
    [InlineData(90, 90)]
    public void Nothing_is_put_off_for_longer_than_the_longest_retry_or_what_a_provider_may_ask_for(int retryMax, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), new NoticeOptions { RetryIntervalMax = TimeSpan.FromMinutes(retryMax) }.WaitMax);

    [Fact]
    public void Where_nothing_is_set_it_is_as_the_handbook_tells()
    {
        NoticeOptions options = new();

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(3)), (options.RetryInterval, options.RetryIntervalMax, options.SettleWithin));
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.FromHours(6)), (options.ReminderSpacing, options.ReminderLeadTime));
        Assert.Equal((64, 3, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5)), (options.SendConcurrency, options.ChunksInFlight, options.ProviderTimeout, options.ClaimLease));
        Assert.Empty(options.OnlyTo);
    }

    /// <summary>Asked, sent, and both once more; half a minute to be written down; and half a minute at least in which it may wait for its turn.</summary>
    [Theory]
    [InlineData(20, 139, false)]
    [InlineData(20, 140, true)]
    [InlineData(60, 299, false)]
    [InlineData(60, 300, true)]
    [InlineData(300, 1_259, false)]
    [InlineData(300, 1_260, true)]
    public void A_claim_outlasts_all_that_its_message_can_take(int timeout, int lease, bool isEnough)
    {
        NoticeOptions options = new() { ProviderTimeout = TimeSpan.FromSeconds(timeout), ClaimLease = TimeSpan.FromSeconds(lease) };

        Assert.Equal(isEnough ? [] : new[] { nameof(NoticeOptions.ClaimLease) }, options.Validate(new ValidationContext(options)).SelectMany(fault => fault.MemberNames));
        Assert.Equal(TimeSpan.FromSeconds(lease - (4 * timeout) - 30), options.TurnWithin);
        Assert.Equal(TimeSpan.FromSeconds(190), new NoticeOptions().TurnWithin);
    }

    [Fact]
    public void The_terms_of_a_claim_are_those_of_the_settings()
    {
        ClaimHolders holders = new();
        NoticeOptions options = new() { ClaimLease = TimeSpan.FromMinutes(7), RetryIntervalMax = TimeSpan.FromMinutes(90), ReminderSpacing = TimeSpan.FromDays(3) };

        NoticeClaimTerms terms = options.TermsOf("wave", s_now, holders);

        Assert.Equal(new NoticeClaimTerms(s_now, terms.Attempt, TimeSpan.FromMinutes(7), holders) { Wave = "wave", WaitMax = TimeSpan.FromMinutes(90), ReminderSpacing = TimeSpan.FromDays(3) }, terms);
        Assert.NotEqual(terms.Attempt, options.TermsOf("wave", s_now, holders).Attempt);
    }
}
