using Compensation.Applications.Matching;
using Compensation.Applications.Messages;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Coupons;
using Microsoft.Extensions.Logging;

namespace Compensation.Applications.Review;

/// <summary>What an operator's decision came to.</summary>
internal abstract record CaseDecided
{
    private CaseDecided()
    {
    }

    public sealed record Done(Application Application) : CaseDecided;

    /// <summary>It stands so that this cannot be done; in words.</summary>
    public sealed record NotNow(string Why) : CaseDecided;
}

/// <summary>What a person decides about an application. Each decision and its message are one write; the same decision again changes nothing.</summary>
public sealed class DecideCase(
    ApplicationStore applications, MatchApplication match, AcceptApplication accept, SealStore seals, ProtectedFields fields, TimeProvider time, ILogger<DecideCase> log)
{
    /// <summary>Why somebody may not work at a case; null where he may: nobody has taken it up, or he has himself.</summary>
    internal static CaseDecided.NotNow? WhyNot(Application application, string by) =>
        application.HeldBy is { } holder && holder != by ? new CaseDecided.NotNow($"{holder} has taken it up.") : null;

    /// <summary>Does an act, unless it is one that was done before: that answers as it did then, whatever has become of the application since.</summary>
    /// <param name="application">As it was read.</param>
    /// <param name="act">As it was sent.</param>
    /// <param name="decide">Does it.</param>
    internal static Task<CaseDecided> OnceAsync(Application application, SentAct act, Func<Application, Task<CaseDecided>> decide) => application.Acts.Know(act)
        ? Task.FromResult<CaseDecided>(new CaseDecided.Done(application))
        : decide(application with { Acts = application.Acts.With(act) });

    /// <summary>Takes the case up, so that nobody else works at it.</summary>
    internal Task<CaseDecided> HoldAsync(Application application, string by, CancellationToken cancellationToken) =>
        KeepAsync(application, application with { HeldBy = by }, message: null, cancellationToken);

    /// <summary>Gives it back to whoever takes it up next.</summary>
    internal Task<CaseDecided> ReleaseAsync(Application application, CancellationToken cancellationToken) =>
        KeepAsync(application, application with { HeldBy = null }, message: null, cancellationToken);

    internal async Task<CaseDecided> AcceptAsync(Campaign campaign, Application application, string by, CancellationToken cancellationToken)
    {
        if (application.State == ApplicationState.Accepted)
        {
            return new CaseDecided.Done(application);
        }

        if (await seals.FindAsync(campaign.Id, cancellationToken) is null)
        {
            return new CaseDecided.NotNow("The balances are not sealed yet: nobody is owed anything before the cutoff.");
        }

        if (!application.State.CanMoveTo(ApplicationState.Accepted))
        {
            return new CaseDecided.NotNow($"It is {application.State}; an application that was refused is reopened first.");
        }

        if (!IsReadable(application))
        {
            return new CaseDecided.NotNow("What the applicant states cannot be read any more: it is refused with words that ask him to apply again, and he is rung.");
        }

        if (accept.IsTooLateFor(campaign, application))
        {
            return new CaseDecided.NotNow($"It is too late: links were sent for the last time at {JapanTime.Stated(ApplicationsRun.LastOf(campaign))}, and collecting ends at {JapanTime.Stated(campaign.ReceiptEndsAt)}.");
        }

        AcceptRefusal? refusal = await match.FindCouponAsync(campaign, application, cancellationToken) is { } coupon ? await accept.HandleAsync(campaign, application, coupon.Id, cancellationToken) : AcceptRefusal.NothingOwed;
        return refusal is { } why ? new CaseDecided.NotNow(WordsFor(why)) : new CaseDecided.Done(await CompleteAsync(application, by, cancellationToken));
    }

    private bool IsReadable(Application application) =>
        fields.UnprotectJsonOrNull<ApplicationForm>(application.ProtectedForm) is not null
        && fields.UnprotectOrNull(application.ProtectedNumber) is not null
        && (application.ProtectedTransfer is not { } wish || fields.UnprotectOrNull(wish) is not null);

    /// <summary>The right names the application: whatever else has become of it at the same moment, it is accepted. A refusal that was decided then is not sent.</summary>
    private async Task<Application> CompleteAsync(Application application, string by, CancellationToken cancellationToken)
    {
        while (application.State != ApplicationState.Accepted)
        {
            Application next = application.State.CanMoveTo(ApplicationState.Accepted) ? Decided(application, ApplicationState.Accepted, by) : application with { State = ApplicationState.InReview };
            if (await applications.TryMoveAsync(application, next, message: null, cancellationToken))
            {
                log.ApplicationMoved(next.Campaign, next.Id, next.State, next.Outcome);
            }

            application = await FindAgainAsync(application, cancellationToken);
        }

        return application;
    }

    private async Task<Application> FindAgainAsync(Application application, CancellationToken cancellationToken) =>
        await applications.FindAsync(application.Campaign, application.Receipt, application.Line, cancellationToken)
        ?? throw new InvalidDataException($"Application {application.Id} in {application.Campaign} has disappeared.");

    /// <summary>Null where nothing of an acceptance was written yet.</summary>
    private async Task<CaseDecided?> AcceptedMeanwhileAsync(Campaign campaign, Application application, string by, CancellationToken cancellationToken)
    {
        if (await match.FindCouponAsync(campaign, application, cancellationToken) is not { } coupon || !await accept.HasOpenedAsync(campaign, application, coupon.Id, cancellationToken))
        {
            return null;
        }

        await CompleteAsync(application, by, cancellationToken);
        return new CaseDecided.NotNow("It has been accepted: the right is the applicant's, and the link goes out.");
    }

    /// <param name="campaign">Whose.</param>
    /// <param name="application">As it was read.</param>
    /// <param name="outcome">Why, where it is another reason than the machine found.</param>
    /// <param name="words">What the applicant reads; the usual words for the outcome where it is null.</param>
    /// <param name="by">Who refuses.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    internal async Task<CaseDecided> RefuseAsync(Campaign campaign, Application application, ApplicationOutcome outcome, string? words, string by, CancellationToken cancellationToken)
    {
        if (application.State == ApplicationState.Refused)
        {
            return IsRefusedSo(campaign, application, outcome, words) ? new CaseDecided.Done(application) : new CaseDecided.NotNow($"It is {application.State} already, by {application.DecidedBy}, and the applicant is told another reason: reopen it first.");
        }

        if (!application.State.CanMoveTo(ApplicationState.Refused))
        {
            return new CaseDecided.NotNow(application.State == ApplicationState.Received
                ? "It has not been held against the sealed ledger yet: nobody hears of a result before."
                : $"It is {application.State}.");
        }

        if ((words ?? ApplicationTexts.ReasonOf(campaign, application.Language, outcome)) is not { } reason)
        {
            return new CaseDecided.NotNow($"words: is missing; there are no usual ones for {outcome}.");
        }

        if (await AcceptedMeanwhileAsync(campaign, application, by, cancellationToken) is { } accepted)
        {
            return accepted;
        }

        Application refused = Decided(application, ApplicationState.Refused, by) with { Outcome = outcome, ProtectedWords = fields.Protect(reason) };
        CaseDecided decided = await KeepAsync(application, refused, MessageOf(refused, MessageKind.Refused), cancellationToken);

        // Right and application lie apart. Whoever accepts writes the right first and looks at the application then; whoever refuses, the other way round: one of them sees the other.
        return decided is CaseDecided.Done done ? await AcceptedMeanwhileAsync(campaign, done.Application, by, cancellationToken) ?? decided : decided;
    }

    private bool IsRefusedSo(Campaign campaign, Application application, ApplicationOutcome outcome, string? words) =>
        application.Outcome == outcome && application.ProtectedWords is { } told && fields.UnprotectWords(told) == (words ?? ApplicationTexts.ReasonOf(campaign, application.Language, outcome));

    internal async Task<CaseDecided> AskAsync(Application application, string question, string by, CancellationToken cancellationToken)
    {
        if (!application.State.CanMoveTo(ApplicationState.AskedBack))
        {
            return new CaseDecided.NotNow($"It is {application.State}.");
        }

        Application asked = application with { State = ApplicationState.AskedBack, HeldBy = by, ProtectedWords = fields.Protect(question), ProtectedAnswer = null, Messages = application.Messages + 1 };
        return await KeepAsync(application, asked, MessageOf(asked, MessageKind.Question), cancellationToken);
    }

    /// <summary>What the applicant answered, on the site or during a call.</summary>
    internal async Task<CaseDecided> AnswerAsync(Application application, string answer, CancellationToken cancellationToken) => application.State != ApplicationState.AskedBack
        ? new CaseDecided.NotNow($"It is {application.State}; nothing is asked.")
        : await KeepAsync(application, application with { State = ApplicationState.InReview, ProtectedAnswer = fields.Protect(answer) }, message: null, cancellationToken);

    internal async Task<CaseDecided> ReopenAsync(Application application, string by, CancellationToken cancellationToken) => application.State != ApplicationState.Refused
        ? new CaseDecided.NotNow($"It is {application.State}; only what was refused can be reopened.")
        : await KeepAsync(application, application with { State = ApplicationState.InReview, HeldBy = by, DecidedBy = null, DecidedAt = null }, message: null, cancellationToken);

    private async Task<CaseDecided> KeepAsync(Application before, Application after, QueuedMessage? message, CancellationToken cancellationToken)
    {
        if (!await applications.TryMoveAsync(before, after, message, cancellationToken))
        {
            return new CaseDecided.NotNow("Somebody else has changed it in between: look at it again.");
        }

        if (before.State != after.State)
        {
            log.ApplicationMoved(after.Campaign, after.Id, after.State, after.Outcome);
        }

        return new CaseDecided.Done(await FindAgainAsync(after, cancellationToken));
    }

    private Application Decided(Application application, ApplicationState state, string by) =>
        application with { State = state, DecidedBy = by, DecidedAt = time.GetUtcNow(), Messages = application.Messages + 1 };

    private static QueuedMessage MessageOf(Application application, MessageKind kind) =>
        new(application.Campaign, application.Receipt, application.Line, application.Messages, kind) { ProtectedWords = application.ProtectedWords };

    private static string WordsFor(AcceptRefusal refusal) => refusal switch
    {
        AcceptRefusal.NothingOwed => "Nothing is owed on this coupon, or its number is not known.",
        AcceptRefusal.AlreadyApplied => "Another application was accepted for this coupon.",
        AcceptRefusal.NotOpen => "The coupon's amount was claimed or paid, has expired, or was revoked.",
        AcceptRefusal.InApp => "The app knows its holder: the link goes there by itself.",
        _ => throw new InvalidOperationException($"There are no words for {refusal}."),
    };
}
