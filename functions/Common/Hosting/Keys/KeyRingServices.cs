using Azure.Core;
using Azure.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Common.Hosting.Keys;

internal static class KeyRingServices
{
    /// <summary>Wraps the ring's keys by whatever <see cref="KeyRingOptions"/> say. An installation that does not say does not start.</summary>
    public static IDataProtectionBuilder WrapKeys(this IDataProtectionBuilder builder)
    {
        builder.Services.AddOptions<KeyRingOptions>().BindConfiguration(KeyRingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(options =>
            options.XmlEncryptor = services.GetService<IKeyWrapper>() is { } wrapper ? new WrappedXmlEncryptor(wrapper) : null));

        // Null where nothing wraps, which GetService answers as "none".
        builder.Services.AddSingleton<IKeyWrapper>(services => WrapperOf(services.GetRequiredService<IOptions<KeyRingOptions>>().Value)!);
        return builder;
    }

    private static IKeyWrapper? WrapperOf(KeyRingOptions options) => options switch
    {
        { VaultKey: { } key } => new VaultKeyWrapper(key, new DefaultAzureCredential(), new VaultOptions()),
        { KeyFile: { Length: > 0 } file } => new FileKeyWrapper(file),
        { CertificateFile: { Length: > 0 } file } => new CertificateKeyWrapper(file, options.CertificatePassword),
        _ => null,
    };

    /// <summary>The client's own, as Azure.Core has them.</summary>
    internal sealed class VaultOptions : ClientOptions;
}
