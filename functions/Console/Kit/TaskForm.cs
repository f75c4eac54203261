using Compensation.Common;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.ConsolePages.Kit;

/// <summary>
/// A page on which one thing is done: what it means, what has to be filled in, one button. It carries a key of its own, so that sent twice it is done once, and the version that was looked at.
/// </summary>
/// <param name="Title">What is done; the button says it too.</param>
/// <param name="BackTo">The page that it belongs to.</param>
internal sealed record TaskForm(string Title, string BackTo)
{
    public const string Key = "key";
    public const string Version = "version";
    public const string Reason = "reason";

    private const int ReasonLengthMax = 300;

    /// <summary>What it means, before it is done.</summary>
    public Html Words { get; init; }

    public Html Fields { get; init; }

    /// <summary>What stands below it.</summary>
    public Html After { get; init; }

    /// <summary>What was sent; null where the page is opened.</summary>
    public PostedForm? Sent { get; init; }

    /// <summary>The version that is looked at.</summary>
    public int? LookedAt { get; init; }

    public bool AsksReason { get; init; } = true;

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Why it was not done.</summary>
    public string? Refusal { get; init; }

    /// <summary>What the button says where it is not the title.</summary>
    public string? Button { get; init; }

    /// <summary>Whether it can be done: else there are only the words that say why not.</summary>
    public bool CanBeDone { get; init; } = true;

    public Page Show(Screen screen)
    {
        ErrorSummary summary = new(screen.Language, Errors);
        int status = Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return screen.Page(summary.Entitle(Title), Html.Of($"""
            {summary}
            <h1>{Title}</h1>
            {(Refusal is null ? Html.Empty : Html.Of($"<p class=\"error\" role=\"alert\">{Refusals.Say(screen.Language, Refusal)}</p>"))}
            {Words}
            {(!CanBeDone ? Html.Empty : Html.Of($"{new Form(Html.Of($"{screen.Token}{Hidden(Key, KeyOf(Sent))}{(LookedAt is { } version ? Hidden(Version, $"{version}") : Html.Empty)}"), Html.Of($"{Fields}{ReasonField(screen)}"), Button ?? Title)}"))}
            {After}
            <p class="way"><a href="{screen.At(BackTo)}">{screen.Say("もどる", "Back")}</a></p>
            """), status);
    }

    public static Html Hidden(string name, string value) => Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n");

    /// <summary>By which the form is known when it is sent again.</summary>
    public static string KeyOf(PostedForm? sent) => sent?[Key] is { Length: > 0 and <= 40 } key ? key : Guid.NewGuid().ToString("n");

    /// <summary>The version that was looked at; 0 where a form has lost it, which is none.</summary>
    public static int VersionOf(PostedForm sent) => int.TryParse(sent[Version], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int version) ? version : 0;

    /// <returns>What is wrong with the reason.</returns>
    public static IReadOnlyList<FieldError> ErrorsOfReason(Screen screen, PostedForm sent) => Operators.IsLine(sent[Reason], ReasonLengthMax)
        ? []
        : [new FieldError(Reason, screen.Say($"理由を{ReasonLengthMax}文字以内で入力してください。", $"Enter a reason of at most {ReasonLengthMax} characters."))];

    private Html ReasonField(Screen screen) => !AsksReason ? Html.Empty : Html.Of($"""
        {new TextField(Reason, screen.Say("理由", "Reason")) { Language = screen.Language, Value = Sent?[Reason], Error = Errors.Of(Reason), AutoComplete = "off", Hint = screen.Say("操作の記録に残ります。", "It is kept in the record of acts.") }}
        """);
}
