using System.Reflection;

namespace Compensation.Tests.Local.Contract;

/// <summary>
/// The clients in <c>local/Communication</c> offer nothing that the official packages lack, and the application uses nothing of
/// them that those lack: so it can be built on the official ones wherever they can be restored.
/// </summary>
public sealed class ContractTests
{
    private static readonly string[] _packages = ["Azure.Communication.Sms", "Azure.Communication.Email"];

    [Theory]
    [InlineData("Azure.Communication.Sms")]
    [InlineData("Azure.Communication.Email")]
    public void Nothing_public_is_there_that_the_official_package_lacks(string assembly)
    {
        OfficialSurface official = new([assembly]);

        List<string> local = [.. SurfacePrinter.Print(Assembly.Load(assembly))];
        string[] differences = [.. local.Select(official.Difference).OfType<string>()];

        Assert.NotEmpty(local);
        Assert.True(differences.Length == 0, $"{assembly}: {differences.Length} differences\n" + string.Join('\n', differences));
    }

    [Fact]
    public void The_application_uses_nothing_that_the_official_packages_lack()
    {
        OfficialSurface official = new(_packages);

        List<string> used = [.. UsedMembers.In(Assembly.Load("Compensation.Functions"), _packages)];

        string[] unknown = [.. used.Where(id => !official.Has(id))];
        Assert.Equal([], unknown);
    }

    [Fact]
    public void The_application_is_seen_to_use_the_packages()
        => Assert.Contains("T:Azure.Communication.Sms.SmsClient", UsedMembers.In(Assembly.Load("Compensation.Functions"), _packages));

    [Theory]
    [InlineData(" [virtual]", "")]
    [InlineData("from; ", "sender; ")]
    [InlineData("options=null", "options=default")]
    [InlineData("options=null", "options")]
    [InlineData("SendAsync", "PostAsync")]
    public void A_difference_is_seen(string official, string local)
    {
        OfficialSurface surface = new(["Azure.Communication.Sms"]);
        string line = SurfacePrinter.Print(Assembly.Load("Azure.Communication.Sms")).Single(
            line => line.StartsWith("M:Azure.Communication.Sms.SmsClient.SendAsync(System.String,System.String,", StringComparison.Ordinal));

        Assert.Null(surface.Difference(line));
        Assert.NotNull(surface.Difference(line.Replace(official, local, StringComparison.Ordinal)));
    }
}
