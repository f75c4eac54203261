namespace Compensation.Common.Pages;

/// <summary>What is wrong with a field of a form.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Message">What to type instead, in the reader's language.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>What is wrong with a form, at the top of its page: each line leads to its field. It takes the focus, so that it is read out first.</summary>
/// <param name="Language">The reader's.</param>
/// <param name="Errors">In the order of the fields; nothing is shown where there are none.</param>
public sealed record ErrorSummary(Language Language, IReadOnlyList<FieldError> Errors) : IFragment
{
    public Html Render() => Errors.Count == 0 ? Html.Empty : Html.Of($"""
        <div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="errors">
        <h2 id="errors">{Language.Say("入力内容をご確認ください", "There is a problem")}</h2>
        <ul>
        {Errors.Select(error => Html.Of($"""
        <li><a href="#{error.Field}">{error.Message}</a></li>

        """))}</ul>
        </div>
        """);

    /// <summary>A page's title says first that something is wrong: it is what is read out first.</summary>
    public string Entitle(string title) => Errors.Count == 0 ? title : $"{Language.Say("エラー：", "Error: ")}{title}";
}

/// <summary>Finding a field's error among a form's.</summary>
public static class FieldErrors
{
    /// <returns>The first thing that is wrong with the field; null where nothing is.</returns>
    public static string? Of(this IEnumerable<FieldError> errors, string field) => errors.FirstOrDefault(error => error.Field == field)?.Message;
}
