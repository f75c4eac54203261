using Compensation.Campaigns;
using Compensation.Common.Pages;
using Compensation.Notices;

namespace Compensation.Rehearsal.View;

/// <summary>How far the rehearsal of a compensation is.</summary>
internal sealed class CompensationProgress : Progress
{
    /// <summary>A code that was asked for before the end can be entered for a while.</summary>
    private static readonly TimeSpan LateCodes = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _applicationsEndAt;

    private readonly IReadOnlyList<Stage> _inTurn;

    /// <param name="campaign">What is rehearsed.</param>
    /// <param name="beganAt">When the rehearsal began, in whichever run: its first day is the same after a restart.</param>
    /// <param name="clock">The virtual clock.</param>
    /// <param name="language">The reader's.</param>
    public CompensationProgress(Campaign campaign, DateTimeOffset beganAt, TimeProvider clock, Language language)
        : base(clock, language.Say("通", "messages"), language)
    {
        Import = new Stage(language.Say("名簿の取り込み", "Ledger import"), language.Say("行", "rows")) { StartsAt = beganAt };
        _applicationsEndAt = (campaign.ApplicationSite?.EndsAt ?? campaign.CutoffAt) + LateCodes;
        Applications = new Stage(language.Say("申請", "Applications"), language.Say("件", "received")) { StartsAt = campaign.ApplicationSite?.OpensAt ?? campaign.CutoffAt };
        Seal = new Stage(language.Say("残高の確定まで", "Days to the cutoff"), language.Say("日", "days")) { StartsAt = campaign.CutoffAt, Total = (long)Math.Ceiling((campaign.CutoffAt - beganAt).TotalDays) };
        Waves = [.. campaign.Waves.Select((wave, index) => new Stage(language.Say($"受取案内{index + 1}：{wave.Id}", $"Issue wave {index + 1}: {wave.Id}"), language.Say("通", "notices")) { StartsAt = wave.StartsAt })];
        Fallbacks = new Stage(language.Say("別の連絡先", "Other channel"), language.Say("通", "notices")) { StartsAt = campaign.Waves[0].StartsAt };
        Reminders = [.. campaign.Reminders.Select((at, index) => new Stage(language.Say($"期限前のお知らせ{index + 1}", $"Reminder {index + 1}"), language.Say("通", "notices")) { StartsAt = at })];
        Collection = new Stage(language.Say("受け取り", "Collected"), language.Say("人", "people")) { StartsAt = campaign.Waves[0].StartsAt };
        Expiry = new Stage(language.Say("期限切れと精算", "Expiry and closing"), language.Say("", "step")) { StartsAt = campaign.BooksCloseAt, Total = 1 };
        Refused = new Stage(language.Say("申請の不承認", "Applications refused"), language.Say("人", "applicants told")) { StartsAt = Applications.StartsAt };
        if (campaign.BankTransfer is { } offer)
        {
            TransfersAsked = new Stage(language.Say("振込の申し込み", "Bank transfers asked for"), language.Say("人", "people")) { StartsAt = offer.OpensAt };
            TransfersPaid = new Stage(language.Say("振込済み", "Bank transfers paid"), language.Say("件", "payments")) { StartsAt = offer.StartsAt };
            TransfersReturned = new Stage(language.Say("振込の返却", "Bank transfers returned"), language.Say("件", "payments")) { StartsAt = offer.StartsAt };
        }

        _inTurn = InTurn([Import, Seal, .. Waves, .. Reminders, Expiry]);
        Seal.EndsBy = campaign.CutoffAt;
        Stages = [Import, Applications, Seal, .. Waves, Fallbacks, .. Reminders, Collection, Refused, .. Transfers, Expiry];
    }

    public Stage Import { get; }

    /// <summary>Of those whom the app does not know: who has applied and proved a contact.</summary>
    public Stage Applications { get; }

    public Stage Seal { get; }

    public IReadOnlyList<Stage> Waves { get; }

    /// <summary>Issue notices once more, to those whom the first did not reach: none of the waves' own.</summary>
    public Stage Fallbacks { get; }

    public IReadOnlyList<Stage> Reminders { get; }

    public Stage Collection { get; }

    /// <summary>Applicants who were told that they get nothing.</summary>
    public Stage Refused { get; }

    /// <summary>Who has asked to be paid into an account; null where the campaign does not offer it, as the two that follow.</summary>
    public Stage? TransfersAsked { get; }

    public Stage? TransfersPaid { get; }

    public Stage? TransfersReturned { get; }

    public Stage Expiry { get; }

    private IEnumerable<Stage> Transfers => new[] { TransfersAsked, TransfersPaid, TransfersReturned }.OfType<Stage>();

    public override IReadOnlyList<Stage> Stages { get; }

    /// <summary>Counts a message in the stage it belongs to: the latest of its kind that has begun.</summary>
    public void Sent(NoticeKind? kind, DateTimeOffset at)
    {
        Add(1);
        IReadOnlyList<Stage> candidates = kind switch
        {
            NoticeKind.Issue => Waves,
            NoticeKind.Fallback => [Fallbacks],
            NoticeKind.Reminder => Reminders,
            _ => [],
        };
        candidates.LastOrDefault(stage => stage.StartsAt <= at)?.Advance(at);
    }

    public override void Pass(DateTimeOffset to)
    {
        if (to >= _applicationsEndAt)
        {
            Applications.End(_applicationsEndAt);
        }

        Seal.Reach(Math.Clamp(Seal.Total - (long)Math.Ceiling((Seal.StartsAt - to).TotalDays), 0, Seal.Total));
        EndPassed(_inTurn, to);
        foreach (Stage reminder in Reminders.Where(reminder => reminder.Total == 0 && to >= reminder.StartsAt))
        {
            reminder.Total = Waves.Sum(wave => wave.Done) - Collection.Done;
        }

        Collection.Total = Waves.Sum(wave => wave.Total);
    }

    public override void Close()
    {
        Expiry.Reach(1);
        base.Close();
    }
}
