using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Hosting;

/// <summary>
/// What Azure leaves in a setting whose secret it cannot read is the reference itself, <c>@Microsoft.KeyVault(…)</c>: taken for a key or a password, whoever knows the
/// installation could guess it. No setting may hold one when the app starts, not even as part of a connection string, which Azure never resolves.
/// </summary>
public sealed class ResolvedSettings;

internal sealed class SettingsAreResolved(IConfiguration settings) : IValidateOptions<ResolvedSettings>
{
    private static readonly string[] s_references = ["@Microsoft.KeyVault(", "@Microsoft.AppConfiguration("];

    public ValidateOptionsResult Validate(string? name, ResolvedSettings options)
    {
        string[] unresolved = [.. settings.AsEnumerable().Where(setting => IsReference(setting.Value)).Select(setting => setting.Key).Order(StringComparer.Ordinal)];
        return unresolved.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(unresolved.Select(key => $"{key} holds a reference to a secret that Azure has not resolved; expected the secret. Look whether the app's identity may read it, and whether it stands there alone."));
    }

    private static bool IsReference(string? value) => value is not null && s_references.Any(reference => value.Contains(reference, StringComparison.OrdinalIgnoreCase));
}

public static class ResolvedSettingsServices
{
    public static IServiceCollection RequireResolvedSettings(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<ResolvedSettings>, SettingsAreResolved>();
        services.AddOptions<ResolvedSettings>().ValidateOnStart();
        return services;
    }
}
