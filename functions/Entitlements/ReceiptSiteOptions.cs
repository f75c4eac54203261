using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Compensation.Entitlements;

/// <summary>Where people collect what they are owed. Section <c>ReceiptSite</c>.</summary>
public sealed class ReceiptSiteOptions
{
    public const string Section = "ReceiptSite";

    /// <summary>The public address in front of <c>/r/{token}</c>, without a path, as the app's routes have none; a final slash makes no difference. Keep it short: it stands in every SMS.</summary>
    [Required]
    public string PublicBaseUrl { get; init; } = string.Empty;

    /// <summary>The public address behind a token.</summary>
    public string LinkTo(string token) => $"{PublicBaseUrl.TrimEnd('/')}/r/{token}";
}

/// <summary>Refuses an address that would not be one in a message any more: what everybody is sent cannot be called back.</summary>
public sealed partial class PublicBaseUrlIsAnAddress : IValidateOptions<ReceiptSiteOptions>
{
    public ValidateOptionsResult Validate(string? name, ReceiptSiteOptions options) =>
        FaultOf(options.PublicBaseUrl) is { } fault
            ? ValidateOptionsResult.Fail($"{ReceiptSiteOptions.Section}:PublicBaseUrl '{options.PublicBaseUrl}' {fault}; expected an address such as https://r.example.jp.")
            : ValidateOptionsResult.Success;

    private static string? FaultOf(string address)
    {
        if (!Printable().IsMatch(address))
        {
            return "holds blanks, line breaks or characters that are not ASCII, so that phones would cut it";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            return "is not an absolute address";
        }

        return uri switch
        {
            _ when address.AsSpan().ContainsAny('?', '#') => "holds a query or a fragment, behind which the link would be lost",
            _ when address.Split('/', 4) is [_, _, var authority, ..] && authority.Contains('@', StringComparison.Ordinal) => "names a user",
            _ when uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) => null,
            _ => "does not begin with https (or with http on this machine itself)",
        };
    }

    [GeneratedRegex(@"\A[!-~]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Printable();
}
