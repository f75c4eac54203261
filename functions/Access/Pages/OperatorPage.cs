using Compensation.Common;
using Compensation.Common.Access;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Pages;

/// <summary>What stands around every page of operators: the name of the house, the other language, who is signed in.</summary>
public static class OperatorPage
{
    /// <param name="request">Whose address the other language's page has, but for the language.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">The page's name.</param>
    /// <param name="main">What stands in it.</param>
    public static Page Of(HttpRequest request, int status, string title, Html main)
    {
        Language language = Languages.Of(request);
        return new Page(status, $"{title} - {House(language)}", main)
        {
            Language = language,
            Masthead = Masthead(request, language),
            Footer = Caller.Of(request.HttpContext).Person is { } person ? Html.Of($"<footer><p class=\"way\"><a href=\"{language.At("/account")}\">{person.Name}</a></p></footer>") : Html.Empty,
        };
    }

    private static Html Masthead(HttpRequest request, Language language)
    {
        Language other = language == Language.Japanese ? Language.English : Language.Japanese;
        return Html.Of($"""
            <div class="masthead"><header>
            <p class="languages"><a href="{other.At(AddressOf(request))}" hreflang="{other.Code()}" lang="{other.Code()}">{other.Say("日本語", "English")}</a></p>
            <p class="programme">{House(language)}</p>
            </header></div>
            """);
    }

    /// <summary>The address with where it leads to, without its language and whatever else stands in it.</summary>
    private static string AddressOf(HttpRequest request) =>
        request.Query[SignInAddress.To] is [{ } to] ? $"{request.Path}?{SignInAddress.To}={Uri.EscapeDataString(to)}" : request.Path.ToString();

    private static string House(Language language) => language.Say("補償業務 担当者用", "Compensation operations");
}
