using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Compensation.Tests.Access;

/// <summary>A provider of OpenID Connect, OpenIddict's own, over HTTP: whoever comes is signed in as whom the test says.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "compensation";
    public const string ClientSecret = "a secret that both know";

    private readonly WebApplication _app;

    private Provider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Whom it vouches for next.</summary>
    public (string Subject, string Name, string[] Roles) Next { get; set; } = ("u-1", "佐藤", ["operator"]);

    /// <summary>Whether it says no.</summary>
    public bool Denies { get; set; }

    /// <summary>Whether it knows nobody any more who has signed in before.</summary>
    public bool Forgets { get; set; }

    /// <summary>While this has not ended it answers nobody who asks again.</summary>
    public Task HeldUpBy { get; set; } = Task.CompletedTask;

    /// <summary>How often it was asked about somebody again.</summary>
    public int AskedAgain => _askedAgain;

    private int _askedAgain;

    public static async Task<Provider> StartAsync(Uri callback)
    {
        Provider? provider = null;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("goodbye");
            options.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
            options.RegisterScopes(Scopes.Profile, Scopes.OfflineAccess);
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            options.EnableDegradedMode();
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.RedirectUri != callback.AbsoluteUri)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(async context =>
            {
                if (context.Request!.IsRefreshTokenGrantType())
                {
                    await provider!.HeldUpBy;
                    provider.AnswerAgain(context);
                }
            }));
            options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(static _ => default));
            options.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (provider!.Denies)
                {
                    context.Reject(Errors.AccessDenied);
                }
                else
                {
                    context.SignIn(provider.Vouch(context.Request!));
                }

                return default;
            }));
        });
        WebApplication app = builder.Build();
        app.UseAuthentication();
        await app.StartAsync();
        return provider = new Provider(app);
    }

    /// <summary>From now on it signs with a new key, which it publishes; what it has signed before stays good to itself.</summary>
    public void ChangeKey()
    {
        OpenIddictServerOptions options = _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        SigningCredentials fresh = new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "NEW" }, SecurityAlgorithms.RsaSha256);
        options.SigningCredentials.Insert(0, fresh);
        options.TokenValidationParameters.IssuerSigningKeys = [.. options.SigningCredentials.Select(one => one.Key)];
    }

    /// <summary>The browser's way through it: to where it leads back, with what it says.</summary>
    public static async Task<string> PassAsync(Uri address)
    {
        using HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };
        using HttpResponseMessage answer = await browser.GetAsync(address);
        return answer.Headers.Location?.PathAndQuery ?? throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void AnswerAgain(HandleTokenRequestContext context)
    {
        Interlocked.Increment(ref _askedAgain);
        if (Forgets)
        {
            context.Reject(Errors.InvalidGrant);
            return;
        }

        ClaimsPrincipal principal = Vouch(context.Request!);
        principal.SetScopes(context.Principal!.GetScopes());
        context.SignIn(principal);
    }

    private ClaimsPrincipal Vouch(OpenIddictRequest request)
    {
        ClaimsIdentity identity = new("provider", Claims.Name, Claims.Role);
        identity.AddClaim(new Claim(Claims.Subject, Next.Subject));
        identity.AddClaim(new Claim(Claims.Name, Next.Name));
        identity.AddClaims(Next.Roles.Select(role => new Claim("roles", role)));
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        ClaimsPrincipal principal = new(identity);
        principal.SetScopes(request.GetScopes());
        return principal;
    }
}
