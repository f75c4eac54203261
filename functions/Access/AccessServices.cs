using Compensation.Access.Accounts;
using Compensation.Access.Doors;
using Compensation.Access.LocalAccounts;
using Compensation.Access.Machines;
using Compensation.Access.OpenIdConnect;
using Compensation.Access.Platform;
using Compensation.Common.Access;
using Compensation.Common.Hosting;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Compensation.Access;

public static class AccessServices
{
    /// <summary>Who is at the door, and what he may do.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PlatformOptions>().BindConfiguration(PlatformOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LocalAccountOptions>().BindConfiguration(LocalAccountOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FunctionKeyOptions>().Configure<IConfiguration>(ReadKeys).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AddressIsKnown>();
        services.AddPages();
        services.AddAuthentication(Sessions.Scheme).AddCookie(Sessions.Scheme).AddProvider();
        services.AddOptions<CookieAuthenticationOptions>(Sessions.Scheme).Configure<IOptions<AccessOptions>, WallClock>(Configure);
        services.TryAddSingleton(new WallClock(TimeProvider.System));
        return services
            .RequireTable(AccountStore.TableName)
            .AddSingleton<AccountStore>()
            .AddSingleton<PersonLinks>()
            .AddSingleton<IPersons>(provider => provider.GetRequiredService<PersonLinks>())
            .AddSingleton<WaysIn>()
            .AddSingleton<Sessions>()
            .AddSingleton<SignInTries>()
            .AddSingleton<Passwords>()
            .AddSingleton<TimeCodes>()
            .AddSingleton<LocalSignIn>()
            .AddSingleton<Invitations>()
            .AddSingleton<AdministerAccounts>()
            .AddSingleton<FunctionKeys>()
            .AddSingleton<Callers>()
            .AddSingleton<OurPages>()
            .AddSingleton<Refusals>()
            .AddHostedService<FirstAdministrator>();
    }

    private static void ReadKeys(FunctionKeyOptions options, IConfiguration settings)
    {
        foreach (IConfigurationSection key in settings.GetSection(FunctionKeyOptions.Section).GetChildren().Where(key => !string.IsNullOrEmpty(key.Value)))
        {
            options.Keys[key.Key] = key.Value!;
        }
    }

    private static void Configure(CookieAuthenticationOptions options, IOptions<AccessOptions> access, WallClock clock)
    {
        options.TimeProvider = clock.Time;
        options.Cookie = new SecureCookie { Name = Sessions.Scheme, Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };
        options.ExpireTimeSpan = access.Value.SessionIdle;
        options.SlidingExpiration = true;
        options.Events.OnCheckSlidingExpiration = static check =>
        {
            check.ShouldRenew &= !check.Request.Headers.ContainsKey(Sessions.ByItself);
            return Task.CompletedTask;
        };
    }

    /// <summary>Where people sign in, requests of theirs are held against the address they came from.</summary>
    private sealed class AddressIsKnown(WaysIn ways) : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options) => ways.Any && options.PublicBaseUrl is null
            ? ValidateOptionsResult.Fail($"{AccessOptions.Section}:PublicBaseUrl is missing; people sign in here, so say at which address, such as https://operators.example.jp.")
            : ValidateOptionsResult.Success;
    }
}
