using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure;
using Azure.Data.Tables;
using Compensation.Common.Hosting;
using Compensation.Common.Hosting.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Common.Hosting;

public sealed class KeyRingTests : IDisposable
{
    private const string Secret = "+819012345678";

    private readonly TestStore _store = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("key-ring-").FullName;

    [Fact]
    public void Without_a_wrapping_key_a_copy_of_the_store_opens_everything()
    {
        string stored = Protector(Settings("Unwrapped", "true")).Protect(Secret);

        Assert.Equal(Secret, Protector(Settings("Unwrapped", "true")).Unprotect(stored));
    }

    [Theory]
    [InlineData("KeyFile")]
    [InlineData("CertificateFile")]
    public void With_a_wrapping_key_a_copy_of_the_store_opens_nothing(string kind)
    {
        string stored = Protector(Settings(kind, NewKey(kind, "a"))).Protect(Secret);

        Assert.Equal(Secret, Protector(Settings(kind, Path.Combine(_folder, "a"))).Unprotect(stored));
        AssertNoKeyIsInClear();
        AssertIsClosed(stored, Settings("Unwrapped", "true"));
        AssertIsClosed(stored, Settings(kind, NewKey(kind, "b")));
    }

    [Fact]
    public async Task The_vaults_key_wraps_the_ring_and_may_be_rotated()
    {
        await using FakeVault vault = await FakeVault.StartAsync();
        string stored = Protector([], vault.Wrapper()).Protect(Secret);
        vault.Rotate("v2");

        Assert.Equal(Secret, Protector([], vault.Wrapper()).Unprotect(stored));
        Assert.Equal(["wrapkey 7.4 RSA-OAEP-256", "unwrapkey 7.4 RSA-OAEP-256"], vault.Asked.Distinct(StringComparer.Ordinal));
        AssertNoKeyIsInClear();
        AssertIsClosed(stored, Settings("Unwrapped", "true"));
        AssertIsClosed(stored, [], vault.Wrapper("a strangers token"));
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/keys/key-ring/v1")]
    [InlineData("https://elsewhere.example/keys/key-ring/v1")]
    [InlineData("not an address")]
    public async Task The_apps_token_goes_to_its_own_vault_only(string named)
    {
        await using FakeVault vault = await FakeVault.StartAsync();

        Assert.Throws<CryptographicException>(() => vault.Wrapper().Unwrap(named, [1]));
        Assert.Throws<CryptographicException>(() => vault.Wrapper().Unwrap($"{vault.Key}-2/v1", [1]));
        Assert.Empty(vault.Asked);
    }

    [Theory]
    [InlineData("", "nothing is said")]
    [InlineData("Unwrapped=true", null)]
    [InlineData("Unwrapped=true;KeyFile=/dev/null", "more than one")]
    [InlineData("KeyFile=/nowhere", "no file")]
    [InlineData("VaultKey=http://v.vault.azure.net/keys/k", "expected https")]
    [InlineData("VaultKey=https://v.vault.azure.net/secrets/k", "expected https")]
    [InlineData("VaultKey=https://v.vault.azure.net/keys/k", null)]
    public void An_installation_says_what_wraps_its_keys(string settings, string? fault)
    {
        Dictionary<string, string?> all = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => $"KeyRing:{one[0]}", string? (one) => one[1], StringComparer.Ordinal);
        using ServiceProvider services = Services(all);

        Exception? refused = Record.Exception(() => services.GetRequiredService<IOptions<KeyRingOptions>>().Value);

        Assert.Equal(fault is null, refused is null);
        Assert.Contains(fault ?? string.Empty, refused?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Whoever holds the store and nothing else, or another key.</summary>
    private void AssertIsClosed(string stored, Dictionary<string, string?> settings, IKeyWrapper? wrapper = null)
    {
        Assert.ThrowsAny<Exception>(() => Protector(settings, wrapper).Unprotect(stored));
    }

    private void AssertNoKeyIsInClear()
    {
        Pageable<TableEntity> keys = _store.Connect().GetTableClient(TableKeyRing.TableName).Query<TableEntity>();
        Assert.DoesNotContain("masterKey", Assert.Single(keys).GetString("Xml"), StringComparison.Ordinal);
    }

    private IDataProtector Protector(Dictionary<string, string?> settings, IKeyWrapper? wrapper = null) =>
        Services(settings, wrapper).GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private ServiceProvider Services(Dictionary<string, string?> settings, IKeyWrapper? wrapper = null)
    {
        ServiceCollection services = new();
        TableServiceClient tables = _store.Connect();
        tables.CreateTableIfNotExists(TableKeyRing.TableName);
        services.AddSingleton(tables).AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddDataProtection().SetApplicationName("test").PersistKeysToTable().WrapKeys();
        if (wrapper is not null)
        {
            services.Replace(ServiceDescriptor.Singleton(wrapper));
        }

        return services.BuildServiceProvider();
    }

    private static Dictionary<string, string?> Settings(string name, string value) => new(StringComparer.Ordinal) { [$"KeyRing:{name}"] = value };

    private string NewKey(string kind, string name)
    {
        string file = Path.Combine(_folder, name);
        if (kind == "KeyFile")
        {
            File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            return file;
        }

        using RSA rsa = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=ring", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12));
        return file;
    }
}
