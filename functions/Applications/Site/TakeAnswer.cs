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
        KeyValuePair<string, string>[] typed = [.. question.Inputs.Select(input => KeyValuePair.Create(input, Cut(form?[input])))];
        if (await KeepAsync(journey with { Language = site.Language }, question, typed, cancellationToken) is not { } answered)
        {
            return SitePages.NotFound(site);
        }

        FieldError[] errors = [.. question.Check(site, answered)];
        return errors.Length > 0 ? SitePages.Ask(site, question, answered, errors) : new SeeOther(site.Language.At(next(answered)));
    }

    /// <summary>A second window, or a second click, changes other answers at the same time: these are put on top of what stands then.</summary>
    private async Task<Journey?> KeepAsync(Journey journey, Question question, KeyValuePair<string, string>[] typed, CancellationToken cancellationToken)
    {
        Journey? current = journey;
        for (int attempt = 1; current is not null && attempt <= TriesMax; attempt++)
        {
            if (await journeys.TryKeepAsync(Answered(current, question, typed) with { Language = journey.Language }, cancellationToken) is { } kept)
            {
                return kept;
            }

            (current, _) = await journeys.FindAsync(journey.Campaign, journey.Id, cancellationToken);
        }

        return null;
    }

    /// <summary>Who goes back and leaves an answer as it is has changed nothing: a form that was sent stays sent. What counts already is changed by nothing.</summary>
    private static Journey Answered(Journey journey, Question question, KeyValuePair<string, string>[] typed) =>
        journey.Receipt is not null || typed.All(answer => string.Equals(journey[answer.Key], answer.Value, StringComparison.Ordinal))
            ? journey
            : journey.With([.. typed, .. question.Forgets.Select(field => KeyValuePair.Create(field, string.Empty))]);

    private static string Cut(string? typed) => typed is null ? string.Empty : typed.Length <= LengthMax ? typed : typed[..LengthMax];
}
