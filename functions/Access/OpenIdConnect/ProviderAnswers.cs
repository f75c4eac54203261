using System.Security.Claims;
using Compensation.Common.Access;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Compensation.Access.OpenIdConnect;

/// <summary>What the provider says when it is asked about somebody again.</summary>
public abstract record ProviderAnswer
{
    private ProviderAnswer()
    {
    }

    /// <summary>He is to come in, and this is what it says of him.</summary>
    public sealed record Vouches(PersonId Id, ClaimsIdentity Token, string RefreshToken) : ProviderAnswer;

    /// <summary>He is not, or it has said nothing that can be believed.</summary>
    public sealed record Refuses : ProviderAnswer;

    /// <summary>It cannot be reached, or has no time.</summary>
    public sealed record Silent : ProviderAnswer;
}

/// <summary>Asks the provider about somebody again: a refresh grant (OpenID Connect Core, 12), whose identity token is checked as the first one was.</summary>
public sealed class ProviderAnswers(IOptionsMonitor<OpenIdConnectOptions> options, IOptions<OpenIdConnectSettings> settings, ILogger<ProviderAnswers> logger)
{
    public async Task<ProviderAnswer> AskAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (refreshToken.Length == 0)
        {
            return new ProviderAnswer.Silent();
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Value.AnswersWithin);
        try
        {
            OpenIdConnectOptions handler = options.Get(OpenIdConnectServices.Scheme);
            OpenIdConnectConfiguration known = await handler.ConfigurationManager!.GetConfigurationAsync(limit.Token);
            using FormUrlEncodedContent question = new(
            [
                new("grant_type", OpenIdConnectGrantTypes.RefreshToken), new("refresh_token", refreshToken), new("client_id", handler.ClientId), new("client_secret", handler.ClientSecret),
            ]);
            using HttpResponseMessage answer = await handler.Backchannel.PostAsync(new Uri(known.TokenEndpoint), question, limit.Token);
            return (int)answer.StatusCode is >= 500 or 408 or 429 ? new ProviderAnswer.Silent()
                : !answer.IsSuccessStatusCode ? new ProviderAnswer.Refuses()
                : await ReadAsync(handler, known, refreshToken, new OpenIdConnectMessage(await answer.Content.ReadAsStringAsync(limit.Token)), limit.Token);
        }
        catch (Exception silent) when (silent is HttpRequestException or InvalidOperationException or ArgumentException or IOException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.ProviderFailed(silent.GetType().Name);
            return new ProviderAnswer.Silent();
        }
    }

    private static async Task<ProviderAnswer> ReadAsync(OpenIdConnectOptions handler, OpenIdConnectConfiguration known, string refreshToken, OpenIdConnectMessage said, CancellationToken cancellationToken)
    {
        TokenValidationResult token = await ValidateAsync(handler, known, said);
        if (!token.IsValid && token.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // It signs with another key since: without what it publishes now nothing is known of the person.
            if (await RefreshedAsync(handler, known, cancellationToken) is not { } fresh)
            {
                return new ProviderAnswer.Silent();
            }

            token = await ValidateAsync(handler, fresh, said);
        }

        return token.IsValid
            ? new ProviderAnswer.Vouches(ProviderAccounts.IdOf(token.Issuer, token.ClaimsIdentity), token.ClaimsIdentity, string.IsNullOrEmpty(said.RefreshToken) ? refreshToken : said.RefreshToken)
            : new ProviderAnswer.Refuses();
    }

    private static Task<TokenValidationResult> ValidateAsync(OpenIdConnectOptions handler, OpenIdConnectConfiguration known, OpenIdConnectMessage said)
    {
        TokenValidationParameters rules = handler.TokenValidationParameters.Clone();
        (rules.ValidIssuer, rules.IssuerSigningKeys) = (known.Issuer, known.SigningKeys);
        return handler.TokenHandler.ValidateTokenAsync(said.IdToken, rules);
    }

    /// <summary>What the provider publishes now. The library asks it no more often than every few minutes.</summary>
    /// <returns>Null where it publishes nothing else than was known.</returns>
    private static async Task<OpenIdConnectConfiguration?> RefreshedAsync(OpenIdConnectOptions handler, OpenIdConnectConfiguration known, CancellationToken cancellationToken)
    {
        handler.ConfigurationManager!.RequestRefresh();
        OpenIdConnectConfiguration now = await handler.ConfigurationManager.GetConfigurationAsync(cancellationToken);
        return ReferenceEquals(now, known) ? null : now;
    }
}
