using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.EventGrid;

/// <summary>Says who may deliver events: who shows the key in the query's <c>code</c> or the header <c>x-functions-key</c>, or a token of the subscription.</summary>
public sealed class EventSenders(SenderTokens tokens, IOptions<EventGridOptions> options)
{
    private const string Bearer = "Bearer ";

    public async Task<bool> MayDeliverAsync(HttpRequest request, CancellationToken cancellationToken) =>
        ShowsKey(request)
        || (options.Value.TakesTokens && TokenOf(request) is { } token && await tokens.IsValidAsync(token, cancellationToken));

    /// <summary>
    /// The handshake of CloudEvents settles whether the sender may call here at all, not who the sender is: where only tokens are taken it may come without one,
    /// and says nothing that is not known.
    /// </summary>
    public async Task<bool> MayAskAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (options.Value is { TakesTokens: true, TakesKeys: false } && TokenOf(request) is null) || await MayDeliverAsync(request, cancellationToken);

    private bool ShowsKey(HttpRequest request) =>
        options.Value.TakesKeys
        && (IsSame(request.Query["code"].ToString(), options.Value.Key!) || IsSame(request.Headers["x-functions-key"].ToString(), options.Value.Key!));

    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    /// <summary>Compares in a time that tells nothing about the key, not even its length.</summary>
    private static bool IsSame(string shown, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
