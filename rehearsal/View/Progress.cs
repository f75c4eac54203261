using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Rehearsal.View;

/// <summary>How far a rehearsal is. Written by whatever happens, read by a view some times a second.</summary>
/// <param name="clock">The virtual clock.</param>
/// <param name="unit">What goes out of the application, such as messages.</param>
/// <param name="language">The reader's.</param>
internal abstract class Progress(TimeProvider clock, string unit, Language language)
{
    private long _count;

    public string Unit => unit;

    public Language Language => language;

    public abstract IReadOnlyList<Stage> Stages { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How much has gone out and been taken.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Time jumps: ends what lies behind, and begins what comes.</summary>
    public abstract void Pass(DateTimeOffset to);

    /// <summary>The books are closed.</summary>
    public virtual void Close()
    {
        foreach (Stage stage in Stages)
        {
            stage.End(Now);
        }
    }

    public string InJapan(DateTimeOffset instant) => language == Language.Japanese
        ? instant.ToJapan().ToString("yyyy年M月d日(ddd) HH:mm", JapanTime.Japanese)
        : instant.ToJapan().ToString("ddd d MMM yyyy HH:mm 'JST'", CultureInfo.InvariantCulture);

    protected void Add(long more) => Interlocked.Add(ref _count, more);

    /// <summary>Of stages that come one after the other each ends when the next is due.</summary>
    protected static IReadOnlyList<Stage> InTurn(params IReadOnlyList<Stage> stages)
    {
        foreach ((Stage stage, Stage next) in stages.Zip(stages.Skip(1)))
        {
            stage.EndsBy = next.StartsAt;
        }

        return stages;
    }

    protected static void EndPassed(IReadOnlyList<Stage> inTurn, DateTimeOffset to)
    {
        foreach (Stage stage in inTurn.Where(stage => to >= stage.EndsBy))
        {
            stage.End(stage.EndsBy);
        }
    }
}
