using Compensation.Applications.Journeys;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Applications.Site;

/// <summary>Takes what is typed on a question's page. It is kept as it is typed, right or wrong; a right answer leads on.</summary>
public sealed class TakeAnswer(JourneyStore journeys)
{
    private const int LengthMax = 500;
    private const int TriesMax = 5;

    /// <param name="site">Whose.</param>
    /// <param name="journey">As it was read.</param>
    /// <param name="question">Which page was sent.</param>
    /// <param name="request">The form.</param>
    /// <param name="next">Where a right answer leads.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    internal async Task<IResult> HandleAsync(AskedSite site, Journey journey, Question question, HttpRequest request, Func<Journey, string> next, CancellationToken cancellationToken)
    {
        PostedForm? form = await PostedForm.ReadAsync(request, cancellationToken);
        (Journey? answered, Question? answering) = await KeepAsync(site, journey with { Language = site.Language }, question, form, cancellationToken);
        if (answered is null)
        {
            return SitePages.NotFound(site);
        }

        if (answering is null)
        {
            return SitePages.Check(site, answered, [new FieldError("check", site.Say(
                $"一緒に申請できるクーポンは{site.Options.CouponsAtMost}枚までです。いま入力された番号は追加していません", $"You can apply for {site.Options.CouponsAtMost} coupons at once. The number that you have just entered was not added"))]);
        }

        FieldError[] errors = [.. answering.Check(site, answered)];
        return errors.Length > 0 ? SitePages.Ask(site, answering, answered, errors) : new SeeOther(site.Language.At(next(answered)));
    }

    /// <summary>A second window, or a second click, changes other answers at the same time: these are put on top of what stands then.</summary>
    private async Task<(Journey? Kept, Question? Answering)> KeepAsync(AskedSite site, Journey journey, Question question, PostedForm? form, CancellationToken cancellationToken)
    {
        Journey? current = journey;
        for (int attempt = 1; current is not null && attempt <= TriesMax; attempt++)
        {
            if (question.PlaceFor(site, current, form) is not { } answering)
            {
                return (current, null);
            }

            KeyValuePair<string, string>[] typed = [.. answering.Inputs.Zip(question.Inputs, (input, sent) => KeyValuePair.Create(input, Cut(form?[sent])))];
            if (await journeys.TryKeepAsync(Answered(current, answering, typed) with { Language = journey.Language }, cancellationToken) is { } kept)
            {
                return (kept, answering);
            }

            (current, _) = await journeys.FindAsync(journey.Campaign, journey.Id, cancellationToken);
        }

        return (null, null);
    }

    /// <summary>Who goes back and leaves an answer as it is has changed nothing: a form that was sent stays sent. What counts already is changed by nothing.</summary>
    private static Journey Answered(Journey journey, Question question, KeyValuePair<string, string>[] typed) =>
        journey.Receipt is not null || typed.All(answer => string.Equals(journey[answer.Key], answer.Value, StringComparison.Ordinal))
            ? journey
            : journey.With([.. typed, .. question.Forgets.Select(field => KeyValuePair.Create(field, string.Empty))]);

    private static string Cut(string? typed) => typed is null ? string.Empty : typed.Length <= LengthMax ? typed : typed[..LengthMax];
}
