using System.Globalization;
using Compensation.Campaigns;
using Compensation.Notices;
using Compensation.Rehearsal.People;

namespace Compensation.Tests.Rehearsal;

public sealed class BehaviourTests
{
    private const string Token = "AbCdEfGhIjKlMnOpQrSt";

    private static readonly Campaign Campaign = TestCampaigns.Kumamoto;
    private static readonly Behaviour Behaviour = new(1, Campaign);
    private static readonly DateTimeOffset Received = Campaign.Waves[0].StartsAt.AddHours(3);

    private static IEnumerable<string> Addresses => Enumerable.Range(0, 4_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"+8190{number:d8}"));

    [Fact]
    public void What_somebody_does_follows_from_the_seed_and_the_message_alone()
    {
        Behaviour again = new(1, Campaign);

        Assert.All(Addresses.Take(200), address =>
            Assert.Equal(Behaviour.VisitAfter(NoticeKind.Issue, address, Token, Received), again.VisitAfter(NoticeKind.Issue, address, Token, Received)));
        Assert.Contains(Addresses, address => Behaviour.HabitOf(address) != new Behaviour(2, Campaign).HabitOf(address));
    }

    [Fact]
    public void All_habits_and_all_products_occur()
    {
        Assert.Equal(Enum.GetValues<Habit>(), Addresses.Select(Behaviour.HabitOf).Distinct().Order());
        Assert.Equal(Campaign.Products.Select(product => product.Id).Order(StringComparer.Ordinal), Addresses.Select(Behaviour.ProductOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_acts_before_the_message_or_after_the_deadline()
    {
        IEnumerable<DateTimeOffset> visits = Addresses.Select(address => Behaviour.VisitAfter(NoticeKind.Issue, address, Token, Received)).OfType<DateTimeOffset>();

        Assert.All(visits, visit => Assert.InRange(visit, Received, Campaign.ReceiptEndsAt.AddTicks(-1)));
    }

    [Fact]
    public void Visits_never_fall_on_the_beat_of_the_applications_timers()
    {
        IEnumerable<DateTimeOffset> visits = Addresses.Select(address => Behaviour.VisitAfter(NoticeKind.Issue, address, Token, Received)).OfType<DateTimeOffset>();

        Assert.All(visits, visit => Assert.Equal(TimeSpan.FromMilliseconds(41_370).Ticks, visit.UtcTicks % TimeSpan.TicksPerMinute));
    }

    [Theory]
    [InlineData(Habit.AtOnce, NoticeKind.Issue, true)]
    [InlineData(Habit.AtOnce, NoticeKind.Reminder, false)]
    [InlineData(Habit.AfterFirstReminder, NoticeKind.Issue, false)]
    [InlineData(Habit.AfterFirstReminder, NoticeKind.Reminder, true)]
    [InlineData(Habit.InTheLastHour, NoticeKind.Issue, true)]
    [InlineData(Habit.Never, NoticeKind.Issue, false)]
    [InlineData(Habit.Never, NoticeKind.Reminder, false)]
    internal void A_habit_decides_which_message_moves_somebody(Habit habit, NoticeKind kind, bool visits)
    {
        string address = Addresses.First(one => Behaviour.HabitOf(one) == habit);

        Assert.Equal(visits, Behaviour.VisitAfter(kind, address, Token, Received) is not null);
    }

    [Fact]
    public void Who_waits_for_the_last_hour_comes_in_the_last_hour()
    {
        string address = Addresses.First(one => Behaviour.HabitOf(one) == Habit.InTheLastHour);

        DateTimeOffset visit = Assert.NotNull(Behaviour.VisitAfter(NoticeKind.Issue, address, Token, Received));

        Assert.InRange(visit, Campaign.ReceiptEndsAt.AddHours(-1), Campaign.ReceiptEndsAt);
    }

    [Fact]
    public void Who_needs_more_than_one_reminder_is_not_moved_by_the_first()
    {
        string address = Addresses.First(one => Behaviour.HabitOf(one) == Habit.AfterLaterReminder);

        Assert.Null(Behaviour.VisitAfter(NoticeKind.Reminder, address, Token, Campaign.Reminders[0].AddMinutes(1)));
        Assert.NotNull(Behaviour.VisitAfter(NoticeKind.Reminder, address, Token, Campaign.Reminders[^1].AddMinutes(1)));
    }
}
