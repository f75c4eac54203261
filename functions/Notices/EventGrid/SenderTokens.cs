using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Compensation.Notices.EventGrid;

/// <summary>
/// Checks the tokens that Event Grid shows where its subscription names an Entra application: signed by the tenant, for this app, asked for by the expected sender, and not over.
/// </summary>
public sealed class SenderTokens(TimeProvider time, IOptions<EventGridOptions> options)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly Lazy<ConfigurationManager<OpenIdConnectConfiguration>> _signers = new(() => SignersOf(options.Value));

    public async Task<bool> IsValidAsync(string token, CancellationToken cancellationToken)
    {
        EventGridOptions expected = options.Value;
        TokenValidationParameters rules = new()
        {
            ConfigurationManager = _signers.Value,
            ValidAudience = expected.Audience,
            ValidIssuers = [$"https://sts.windows.net/{expected.TenantId}/", new Uri(expected.Authority, $"{expected.TenantId}/v2.0").ToString()],
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) => IsCurrent(from, until),
        };
        cancellationToken.ThrowIfCancellationRequested();
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, rules);
        return result.IsValid && result.SecurityToken is JsonWebToken read && IsOfSender(read, expected.SenderAppId);
    }

    private bool IsCurrent(DateTime? from, DateTime? until)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + ClockSkew && (from is not { } begin || begin - ClockSkew <= now);
    }

    /// <summary>Version 1 tokens name the sender in <c>appid</c>, version 2 in <c>azp</c>.</summary>
    private static bool IsOfSender(JsonWebToken token, string appId) =>
        new[] { "appid", "azp" }.Any(claim => token.TryGetPayloadValue(claim, out string? id) && string.Equals(id, appId, StringComparison.OrdinalIgnoreCase));

    private static ConfigurationManager<OpenIdConnectConfiguration> SignersOf(EventGridOptions options) => new(
        new Uri(options.Authority, $"{options.TenantId}/v2.0/.well-known/openid-configuration").ToString(),
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever { RequireHttps = !options.Authority.IsLoopback });
}
