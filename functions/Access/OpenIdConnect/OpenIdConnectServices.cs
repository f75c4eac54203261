using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Compensation.Access.OpenIdConnect;

internal static class OpenIdConnectServices
{
    public const string Scheme = "oidc";

    /// <summary>
    /// Whoever comes in with a token of a key that is not known yet waits until the provider's keys are fetched: in the background they would come too late for him. The library
    /// reads this once, when it is first used, and so it is said before anything else is done.
    /// </summary>
    [ModuleInitializer]
    internal static void FetchKeysAtOnce() => AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", isEnabled: true);

    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder builder)
    {
        builder.Services.AddOptions<OpenIdConnectSettings>().BindConfiguration(OpenIdConnectSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ProviderAccounts>().AddSingleton<ProviderAnswers>().AddSingleton<ProviderSessions>().AddSingleton<ProviderArrival>();
        builder.AddOpenIdConnect(Scheme, options => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<OpenIdConnectSettings>, IOptions<AccessOptions>, ILogger<ProviderAccounts>>(Configure);
        return builder;
    }

    private static void Configure(OpenIdConnectOptions options, IOptions<OpenIdConnectSettings> provider, IOptions<AccessOptions> access, ILogger<ProviderAccounts> logger)
    {
        OpenIdConnectSettings settings = provider.Value;
        if (!settings.IsThere)
        {
            // The handler is registered in any case and never asked.
            options.Authority = "https://nobody.invalid";
            options.ClientId = "nobody";
            return;
        }

        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.SignInScheme = Sessions.Scheme;
        options.CallbackPath = "/sign-in/callback";
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        foreach (string scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        // The provider leads back by a GET: cookies that no other site's page can have sent along in the background are enough.
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.Always;
        options.CorrelationCookie.Path = options.NonceCookie.Path = options.CallbackPath;
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            // What stands in front of the app may give it another name than browsers do.
            context.ProtocolMessage.RedirectUri = new Uri(access.Value.PublicBaseUrl!, options.CallbackPath).AbsoluteUri;
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = context => context.HttpContext.RequestServices.GetRequiredService<ProviderArrival>().TakeAsync(context);
        options.Events.OnRemoteFailure = context =>
        {
            logger.ProviderFailed(context.Failure?.GetType().Name ?? "unknown");
            context.HandleResponse();
            return Task.CompletedTask;
        };
        options.Events.OnAccessDenied = context =>
        {
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
