using System.Globalization;
using Compensation.CallCentre.Cases;
using Compensation.CallCentre.Search;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.ConsolePages.Kit;

namespace Compensation.ConsolePages.Cases;

/// <summary>
/// Correcting what was taken down of a double charge. What names the caller stands masked on the page and is kept where nothing is typed, so that nobody sees it in clear by correcting something else.
/// </summary>
public sealed class CorrectionTask(CaseRoom room, CorrectCase correct)
{
    public const string Name = "correct";

    private const string Number = "inquiry-number";
    private const string Caller = "caller-name";
    private const string Contact = "caller-contact";

    internal static string TitleOf(Screen screen) => screen.Say("聞き取りの内容を直す", "Correct what was taken down");

    internal static TaskForm FormOf(Screen screen, CaseDetails details, PostedForm? sent, IReadOnlyList<FieldError> errors) => new(TitleOf(screen), $"cases/{details.Case.Number}")
    {
        Sent = sent,
        Errors = errors,
        LookedAt = sent is null ? details.Case.Version : TaskForm.VersionOf(sent),
        Words = Html.Of($"<p>{screen.Say("直すと、お店にもう一度たずねます。それまでのお店の返事は数えません。", "The shop is asked anew; what it has said so far does not count any more.")}</p>"),
        Fields = NewCase.FieldsOf(screen, field => sent?[field] ?? StandingOf(screen, details, field), errors, field => HintOf(screen, details.Facts, field)),
    };

    internal async Task<CaseDone> HandleAsync(Screen screen, CaseNumber number, PostedForm sent, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (await room.Cases.FindAsync(screen.Campaign.Id, number, cancellationToken) is not { } one)
        {
            return new CaseDone.Unknown();
        }

        CaseFacts facts = room.Desk.FactsOrNoneOf(one);
        CaseForm? form = NewCase.Read(screen, field => sent[field] is { Length: > 0 } typed ? typed : KeptOf(facts, field), errors);
        if (form is null || errors.Count > 0)
        {
            return new CaseDone.Unreadable(string.Empty);
        }

        CaseToAct act = room.ToAct(number, screen.Person, new CaseCorrection(TaskForm.VersionOf(sent), sent[TaskForm.Reason], form));
        CaseDone done = await correct.HandleAsync(screen.Campaign, act, form, cancellationToken);
        errors.AddRange(done is CaseDone.Unreadable { Why: var why } ? NewCase.ErrorsOf(screen, why) : []);
        return done;
    }

    /// <summary>What stays where nothing is typed.</summary>
    private static string KeptOf(CaseFacts facts, string field) => field switch
    {
        Number => facts.Number,
        Caller => facts.CallerName ?? string.Empty,
        Contact => facts.Caller.FirstWay ?? string.Empty,
        _ => string.Empty,
    };

    private static string? HintOf(Screen screen, CaseFactsView facts, string field)
    {
        string? masked = field switch
        {
            Number => Masking.OfNumber(facts.InquiryNumber),
            Caller => Masking.OfName(facts.CallerName),
            Contact => facts.CallerContact,
            _ => null,
        };
        return masked is null ? null : screen.Say($"いまは {masked}。空欄のままなら変わりません。", $"Now {masked}; it stays where nothing is typed.");
    }

    private static string? StandingOf(Screen screen, CaseDetails details, string field) => field switch
    {
        "kind" => details.Case.Kind.ToString(),
        "expiry" => details.Facts.Expiry.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "prefecture" => screen.Campaign.Prefecture?.Name,
        "shop" => details.Facts.Shop,
        "amount" => details.Case.Amount.Amount.ToString(CultureInfo.InvariantCulture),
        "face-value" => details.Facts.FaceValue?.ToString(CultureInfo.InvariantCulture),
        "paid-at" => details.Facts.PaidAt?.ToJapan().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        "receipt" => details.Facts.Receipt,
        "shop-contact" => details.Facts.ShopContact,
        "shop-phone" => details.Facts.ShopPhone,
        _ => null,
    };
}
