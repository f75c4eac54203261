using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Pages;

/// <summary>Where people sign in, and where they are led from there: to a page of this app only, whatever an address says.</summary>
internal static class SignInAddress
{
    public const string Path = "/sign-in";

    /// <summary>The parameter that names the page somebody wanted.</summary>
    public const string To = "to";

    /// <summary>Where somebody is led who wanted nothing else.</summary>
    private const string HomePath = "/console";

    private const int LengthMax = 300;

    /// <summary>The way to sign in, and from there back to the page that was asked for; without its query, in which a key may stand.</summary>
    public static string For(HttpRequest request) => Of(request.Path.Value, Languages.Of(request));

    public static string Of(string? to, Language language) => language.At(IsOurs(to) && to != HomePath ? $"{Path}?{To}={Uri.EscapeDataString(to!)}" : Path);

    /// <summary>The page that somebody wanted before he signed in.</summary>
    public static string Wanted(HttpRequest request) => request.Query[To] is [{ } to] && IsOurs(to) ? to : HomePath;

    public static string Home(Language language) => language.At(HomePath);

    private static bool IsOurs(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && path.Length <= LengthMax && path.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") < 0;
}
