using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Pages;

/// <summary>The languages that pages come in.</summary>
public enum Language
{
    Japanese,
    English,
}

/// <summary>A page's language stands in its address, as <c>?lang=en</c>, and in nothing that is kept: a link shows everybody the same page. Without it pages are Japanese.</summary>
public static class Languages
{
    /// <summary>The query parameter.</summary>
    public const string Parameter = "lang";

    /// <summary>The language that the address asks for.</summary>
    public static Language Of(HttpRequest request) => request.Query[Parameter] is ["en"] ? Language.English : Language.Japanese;

    /// <summary>As in HTML's <c>lang</c>.</summary>
    public static string Code(this Language language) => language == Language.English ? "en" : "ja";

    /// <summary>The one of two texts that is in this language.</summary>
    public static string Say(this Language language, string japanese, string english) => language == Language.English ? english : japanese;

    /// <summary>An address of ours, leading to its page in this language.</summary>
    public static string At(this Language language, string address) =>
        language == Language.Japanese ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameter}={language.Code()}";
}
