using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Compensation.Tests.Access;

/// <summary>What would leave a door open, or shut for everybody, is said when the app starts.</summary>
public sealed class SettingsTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData("FunctionKeys:Default=short", "FunctionKeys:Default")]
    [InlineData("FunctionKeys:Default=@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/function-key)", "FunctionKeys:Default")]
    [InlineData("LocalAccounts:Enabled=true", "Access:PublicBaseUrl is missing")]
    [InlineData("PlatformSignIn:InFront=true", "Access:PublicBaseUrl is missing")]
    [InlineData("OpenIdConnect:Authority=https://id.example.jp;OpenIdConnect:ClientId=c", "Access:PublicBaseUrl is missing")]
    [InlineData("Access:PublicBaseUrl=http://operators.example.jp", "Access:PublicBaseUrl is")]
    [InlineData("Access:PublicBaseUrl=https://operators.example.jp/app", "Access:PublicBaseUrl is")]
    [InlineData("Cases:PublicBaseUrl=https://shops.example.jp/app", "Cases:PublicBaseUrl is")]
    [InlineData("Cases:PublicBaseUrl=http://shops.example.jp", "Cases:PublicBaseUrl is")]
    [InlineData("Access:SessionIdle=03:00:00;Access:SessionLongest=01:00:00", "SessionIdle is longer")]
    [InlineData("OpenIdConnect:Authority=http://id.example.jp;OpenIdConnect:ClientId=c;Access:PublicBaseUrl=https://o.example.jp", "OpenIdConnect:Authority")]
    [InlineData("OpenIdConnect:Authority=https://id.example.jp;Access:PublicBaseUrl=https://o.example.jp", "OpenIdConnect:ClientId")]
    [InlineData("PlatformSignIn:RoleValues:king=x", "names no role")]
    [InlineData("LocalAccounts:FirstName=a;LocalAccounts:FirstPassword=short;LocalAccounts:FirstTotpSecret=" + Secret, "FirstPassword")]
    [InlineData("LocalAccounts:FirstName=a;LocalAccounts:FirstPassword=long enough to be one;LocalAccounts:FirstTotpSecret=AAAA", "FirstTotpSecret")]
    [InlineData("LocalAccounts:FirstName=a;LocalAccounts:FirstPassword=long enough to be one;LocalAccounts:FirstTotpSecret=?", "FirstTotpSecret")]
    public void A_setting_that_cannot_be_meant_is_named(string settings, string said) => Assert.Contains(said, Fault(settings), StringComparison.Ordinal);

    /// <summary>Every setting that is a secret, or has one in it.</summary>
    [Theory]
    [InlineData("EventGrid:Key")]
    [InlineData("Secrets:HashKey")]
    [InlineData("TableStorage:ConnectionString")]
    [InlineData("CommunicationServices:ConnectionString")]
    [InlineData("Twilio:AuthToken")]
    [InlineData("Twilio:ApiKeySecret")]
    [InlineData("Smtp:Password")]
    [InlineData("PointsSystem:ApiKey")]
    [InlineData("OpenIdConnect:ClientSecret")]
    [InlineData("LocalAccounts:FirstPassword")]
    [InlineData("KeyRing:CertificatePassword")]
    [InlineData("Alarms:WebhookToken")]
    public void A_secret_that_Azure_has_not_resolved_opens_nothing(string setting)
    {
        foreach (string value in new[] { "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/one)", "@microsoft.keyvault(VaultName=kv;SecretName=one)", " @Microsoft.AppConfiguration(Endpoint=https://a.azconfig.io; Key=one)", "endpoint=https://a.example.jp/;accesskey=@Microsoft.KeyVault(VaultName=kv;SecretName=one)" })
        {
            Assert.Contains($"{setting} holds a reference to a secret that Azure has not resolved", FaultOf([$"{setting}={value}"]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FunctionKeys:Default=sixteen characters;FunctionKeys:Other=")]
    [InlineData("LocalAccounts:Enabled=true;Access:PublicBaseUrl=http://127.0.0.1:7071")]
    [InlineData("PlatformSignIn:InFront=true;PlatformSignIn:RoleValues:finance=group-7;Access:PublicBaseUrl=https://operators.example.jp/")]
    [InlineData("LocalAccounts:FirstName=a;LocalAccounts:FirstPassword=long enough to be one;LocalAccounts:FirstTotpSecret=" + Secret)]
    public void What_can_be_meant_is_taken(string settings) => Assert.Empty(Fault(settings));

    private static string Fault(string settings) => FaultOf(settings.Split(';'));

    private static string FaultOf(string[] settings)
    {
        string[] all = ["Secrets:HashKey=" + Convert.ToBase64String(new byte[32]), "TableStorage:ConnectionString=UseDevelopmentStorage=true", "CommunicationServices:ConnectionString=endpoint=http://127.0.0.1:9/;accesskey=a2V5",
            "ReceiptSite:PublicBaseUrl=https://r.example.jp", "EventGrid:Key=test-key-of-event-grid-0123456789", "KeyRing:Unwrapped=true", .. settings];
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(all.Select(setting => setting.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(same => same.Key, same => (string?)same.Last()[1], StringComparer.Ordinal));
        builder.AddCompensation();
        using IHost app = builder.Build();
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            return string.Empty;
        }
        catch (Exception wrong) when (wrong is OptionsValidationException or AggregateException)
        {
            return wrong.ToString();
        }
    }
}
