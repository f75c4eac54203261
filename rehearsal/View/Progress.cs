using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Notices;

namespace Compensation.Rehearsal.View;

/// <summary>One line of the live view.</summary>
/// <param name="title">What is being done.</param>
/// <param name="unit">What is counted.</param>
internal sealed class Stage(string title, string unit)
{
    private long _done;
    private long _total;
    private long _lastAt;

    public string Title => title;

    public string Unit => unit;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>How many there will be, as far as can be known; 0 while it cannot.</summary>
    public long Total
    {
        get => Math.Max(Interlocked.Read(ref _total), Done);
        set => Interlocked.Exchange(ref _total, value);
    }

    /// <summary>When it is or was due, UTC.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>The virtual instant at which the last thing in it was done, or else at which it was over; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool HasEnded => EndedAt is not null;

    /// <summary>One more, at a virtual instant.</summary>
    public void Advance(DateTimeOffset at)
    {
        Interlocked.Increment(ref _done);
        Interlocked.Exchange(ref _lastAt, at.UtcTicks);
    }

    public void Reach(long done) => Interlocked.Exchange(ref _done, done);

    public void End(DateTimeOffset at) => EndedAt ??= Interlocked.Read(ref _lastAt) is > 0 and var last ? new DateTimeOffset(last, TimeSpan.Zero) : at;
}

/// <summary>How far the rehearsal is. Written by whatever happens, read by a view some times a second.</summary>
internal sealed class Progress
{
    private readonly TimeProvider _clock;
    private long _messages;

    public Progress(Campaign campaign, TimeProvider clock)
    {
        _clock = clock;
        Import = new Stage("Ledger import", "rows") { StartsAt = clock.GetUtcNow() };
        Seal = new Stage("Days to the cutoff", "days") { StartsAt = campaign.CutoffAt, Total = (long)Math.Ceiling((campaign.CutoffAt - clock.GetUtcNow()).TotalDays) };
        Waves = [.. campaign.Waves.Select((wave, index) => new Stage($"Issue wave {index + 1}: {wave.Id}", "notices") { StartsAt = wave.StartsAt })];
        Reminders = [.. campaign.Reminders.Select((at, index) => new Stage($"Reminder {index + 1}", "notices") { StartsAt = at })];
        Collection = new Stage("Collected", "people") { StartsAt = campaign.Waves[0].StartsAt };
        Expiry = new Stage("Expiry and closing", "steps") { StartsAt = campaign.ReceiptEndsAt, Total = 1 };
        Stages = [Import, Seal, .. Waves, .. Reminders, Collection, Expiry];
    }

    public Stage Import { get; }

    public Stage Seal { get; }

    public IReadOnlyList<Stage> Waves { get; }

    public IReadOnlyList<Stage> Reminders { get; }

    public Stage Collection { get; }

    public Stage Expiry { get; }

    public IReadOnlyList<Stage> Stages { get; }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Messages taken by the providers.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    /// <summary>Counts a message in the stage it belongs to: the latest of its kind that has begun.</summary>
    public void Sent(NoticeKind? kind, DateTimeOffset at)
    {
        Interlocked.Increment(ref _messages);
        IReadOnlyList<Stage> candidates = kind == NoticeKind.Reminder ? Reminders : Waves;
        candidates.LastOrDefault(stage => stage.StartsAt <= at)?.Advance(at);
    }

    /// <summary>Time jumps: ends what lies behind, and begins what comes.</summary>
    public void Pass(DateTimeOffset to)
    {
        Seal.Reach(Math.Clamp(Seal.Total - (long)Math.Ceiling((Seal.StartsAt - to).TotalDays), 0, Seal.Total));
        Stage[] timed = [Import, Seal, .. Waves, .. Reminders, Expiry];
        foreach ((Stage stage, Stage next) in timed.Zip(timed.Skip(1)))
        {
            if (!stage.HasEnded && to >= next.StartsAt)
            {
                stage.End(stage == Seal ? Seal.StartsAt : Now);
            }
        }

        foreach (Stage reminder in Reminders.Where(reminder => reminder.Total == 0 && to >= reminder.StartsAt))
        {
            reminder.Total = Waves.Sum(wave => wave.Done) - Collection.Done;
        }

        Collection.Total = Waves.Sum(wave => wave.Total);
    }

    /// <summary>The books are closed.</summary>
    public void Close()
    {
        Expiry.Reach(1);
        foreach (Stage stage in Stages)
        {
            stage.End(Now);
        }
    }

    public static string InJapan(DateTimeOffset instant) => instant.ToJapan().ToString("ddd d MMM yyyy HH:mm 'JST'", System.Globalization.CultureInfo.InvariantCulture);
}
