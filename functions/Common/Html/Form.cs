namespace Compensation.Common.Pages;

/// <summary>A form that is posted to its own address or to another of ours; its own checks speak, not the browser's.</summary>
/// <param name="Token">What shows that our page sent it, from <see cref="FormTokens"/>.</param>
/// <param name="Fields">What is asked.</param>
/// <param name="Button">What the button says.</param>
public sealed record Form(Html Token, Html Fields, string Button) : IFragment
{
    /// <summary>Where it is sent; its page's own address unless said.</summary>
    public string? Action { get; init; }

    /// <summary>The other of two buttons, which takes nothing further.</summary>
    public bool IsQuiet { get; init; }

    public Html Render() => Html.Of($"""
        <form method="post"{(Action is null ? Html.Empty : Html.Of($" action=\"{Action}\""))} novalidate>
        {Token}{Fields}
        <button type="submit"{(IsQuiet ? Html.Of($" class=\"quiet\"") : Html.Empty)}>{Button}</button>
        </form>
        """);
}
