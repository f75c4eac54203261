using Compensation.Applications.Journeys;
using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.Applications.Site;

/// <summary>What questions share whose answer is one of some.</summary>
internal static class ChosenAnswer
{
    public static IEnumerable<FieldError> Check(string field, IReadOnlyList<Choice> answers, Journey journey, string instead) =>
        answers.Any(answer => string.Equals(answer.Value, journey[field], StringComparison.Ordinal)) ? [] : [new FieldError(field, instead)];

    public static Html Ask(AskedSite site, string field, string question, IReadOnlyList<Choice> answers, Journey journey, IReadOnlyList<FieldError> errors) =>
        new Choices(field, question, answers) { Language = site.Language, IsHeading = true, Chosen = [journey[field]], Error = errors.Of(field) }.Render();

    /// <summary>Its label; empty where none of them was chosen.</summary>
    public static string Of(string field, IReadOnlyList<Choice> answers, Journey journey) =>
        answers.FirstOrDefault(answer => string.Equals(answer.Value, journey[field], StringComparison.Ordinal))?.Label ?? string.Empty;
}
