using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Members;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.World;

namespace Compensation.Rehearsal.View;

/// <summary>How far the rehearsal of a points award is.</summary>
internal sealed class AwardProgress : Progress
{
    private readonly Func<long> _bookings;
    private readonly IReadOnlyList<Stage> _inTurn;

    /// <param name="grant">When points are granted.</param>
    /// <param name="schedule">When files are handed in.</param>
    /// <param name="clock">The virtual clock.</param>
    /// <param name="members">How many take part.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="bookings">How many postings the points system has booked so far.</param>
    public AwardProgress(PointsGrant grant, AwardSchedule schedule, TimeProvider clock, int members, Func<long> bookings, Language language)
        : base(clock, language.Say("件", "bookings"), language)
    {
        _bookings = bookings;
        Files = [.. Enum.GetValues<Delivery>().Select(delivery => new Stage(language.Say($"購入データ：{language.MonthIn(delivery)}", $"Purchases: {delivery}"), language.Say("行", "rows")) { StartsAt = schedule.DeliveredAt(delivery) })];
        Granting = new Stage(language.Say("付与と、その間の訂正", "Grants, and corrections meanwhile"), language.Say("件", "bookings")) { StartsAt = grant.StartsAt, Total = members };
        Correcting = new Stage(language.Say("その後の訂正", "Corrections afterwards"), language.Say("件", "bookings")) { StartsAt = grant.EndsAt };
        Closing = new Stage(language.Say("精算", "Closing"), language.Say("", "step")) { StartsAt = grant.CorrectionsEndAt, Total = 1 };
        _inTurn = InTurn(Granting, Correcting, Closing);
        Stages = [.. new[] { Granting, Correcting, Closing }.Concat(Files).OrderBy(stage => stage.StartsAt)];
    }

    public IReadOnlyList<Stage> Files { get; }

    /// <summary>Nearly everybody is granted something once.</summary>
    public Stage Granting { get; }

    public Stage Correcting { get; }

    public Stage Closing { get; }

    public override IReadOnlyList<Stage> Stages { get; }

    /// <summary>Counts what was booked before a restart.</summary>
    public void Restore(IEnumerable<DateTimeOffset> bookedAt)
    {
        foreach (DateTimeOffset at in bookedAt)
        {
            Add(1);
            StageAt(at).Advance(at);
        }
    }

    public override void Pass(DateTimeOffset to)
    {
        long more = _bookings() - Count;
        if (more > 0)
        {
            Add(more);
            StageAt(Now).Advance(Now, more);
        }

        EndPassed(_inTurn, to);
    }

    public override void Close()
    {
        Closing.Reach(1);
        base.Close();
    }

    private Stage StageAt(DateTimeOffset at) => at < Granting.EndsBy ? Granting : Correcting;
}
