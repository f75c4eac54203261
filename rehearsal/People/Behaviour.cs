using Compensation.Campaigns;
using Compensation.Notices;

namespace Compensation.Rehearsal.People;

/// <summary>When a person gets round to collecting.</summary>
internal enum Habit
{
    AtOnce,
    AfterFirstReminder,
    AfterLaterReminder,
    InTheLastHour,
    Never,
}

/// <summary>
/// What the owner of an address does about a message. It follows from the seed and the message alone, never from memory,
/// so that people go on after a restart as if nothing had happened.
/// </summary>
internal sealed class Behaviour(long seed, Campaign campaign)
{
    /// <summary>People act on whole minutes plus this much: never at the same instant as the application's own timers, which start on whole seconds.</summary>
    private static readonly TimeSpan OffTheBeat = TimeSpan.FromMilliseconds(41_370);

    /// <summary>Minutes.</summary>
    private const int Together = 5;

    private static readonly IReadOnlyList<(Habit Choice, int Weight)> Habits =
    [
        (Habit.AtOnce, 54), (Habit.AfterFirstReminder, 14), (Habit.AfterLaterReminder, 5), (Habit.InTheLastHour, 3), (Habit.Never, 24),
    ];

    private static readonly Dictionary<string, int> Popularity = new(StringComparer.Ordinal)
    {
        ["amazon"] = 42,
        ["paypay"] = 31,
        ["nanaco"] = 11,
        ["ponta"] = 9,
        ["edy"] = 7,
    };

    private readonly IReadOnlyList<(string Choice, int Weight)> _products =
        [.. campaign.Products.Select(product => (product.Id, Popularity.GetValueOrDefault(product.Id, 10)))];

    public Habit HabitOf(string address) => Chance.For(seed, "habit", address).Among(Habits);

    /// <summary>The id of the product that this person chooses.</summary>
    public string ProductOf(string address) => Chance.For(seed, "product", address).Among(_products);

    /// <summary>When the person opens the link of a message that has just reached them; null where they leave it.</summary>
    public DateTimeOffset? VisitAfter(NoticeKind kind, string address, string token, DateTimeOffset receivedAt)
    {
        Chance chance = Chance.For(seed, "visit", address + token);
        DateTimeOffset? visit = HabitOf(address) switch
        {
            Habit.AtOnce when kind is NoticeKind.Issue or NoticeKind.Resend or NoticeKind.Fallback => Soon(chance, receivedAt),
            Habit.AfterFirstReminder when kind is NoticeKind.Reminder or NoticeKind.Resend => Soon(chance, receivedAt),
            Habit.AfterLaterReminder when kind == NoticeKind.Reminder && receivedAt >= campaign.Reminders[^1] => Soon(chance, receivedAt),
            Habit.InTheLastHour when kind is NoticeKind.Issue or NoticeKind.Resend or NoticeKind.Fallback => WholeMinute(campaign.ReceiptEndsAt.AddMinutes(-2 - chance.Below(56))),
            _ => null,
        };
        return visit < campaign.ReceiptEndsAt ? visit : null;
    }

    /// <summary>
    /// Most within the hour, some after a night's sleep: the cube makes short waits common and long ones rare. They come every few minutes and not each in one of their own,
    /// so that several are on the site at a time, as they are where there are more people.
    /// </summary>
    private static DateTimeOffset Soon(Chance chance, DateTimeOffset receivedAt)
    {
        double share = chance.Share();
        DateTimeOffset at = WholeMinute(receivedAt.AddMinutes(2 + (int)(share * share * share * TimeSpan.FromHours(30).TotalMinutes)));
        return at.AddMinutes((Together - (at.Minute % Together)) % Together);
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset instant) =>
        new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) + OffTheBeat;
}
