using System.Reflection;

namespace Compensation.Tests.Local.Contract;

/// <summary>
/// What is under <c>local/</c> offers nothing that the official packages lack, and the application uses nothing that they
/// lack: so the application can be built on them at any time.
/// </summary>
public sealed class ContractTests
{
    private const string LocalOnly = "Compensation.Local";

    private static readonly Dictionary<string, string[]> _packages = new(StringComparer.Ordinal)
    {
        ["Azure.Data.Tables"] = ["Azure.Data.Tables"],
        ["Azure.Communication.Sms"] = ["Azure.Communication.Sms"],
        ["Azure.Communication.Email"] = ["Azure.Communication.Email"],
        ["Microsoft.DurableTask"] = ["Microsoft.DurableTask.Abstractions", "Microsoft.DurableTask.Client", "Microsoft.DurableTask.Worker"],
        ["Microsoft.Azure.Functions.Worker"] =
        [
            "Microsoft.Azure.Functions.Worker",
            "Microsoft.Azure.Functions.Worker.Core",
            "Microsoft.Azure.Functions.Worker.Extensions.Abstractions",
            "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
            "Microsoft.Azure.Functions.Worker.Extensions.Http",
            "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
            "Microsoft.Azure.Functions.Worker.Extensions.Timer",
        ],
    };

    [Theory]
    [InlineData("Azure.Data.Tables")]
    [InlineData("Azure.Communication.Sms")]
    [InlineData("Azure.Communication.Email")]
    [InlineData("Microsoft.DurableTask")]
    [InlineData("Microsoft.Azure.Functions.Worker")]
    public void Nothing_public_is_there_that_the_official_package_lacks(string assembly)
    {
        OfficialSurface official = new(_packages[assembly]);

        List<string> local = [.. SurfacePrinter.Print(Assembly.Load(assembly)).Where(line => !IsLocalOnly(line))];
        string[] differences = [.. local.Select(official.Difference).OfType<string>()];

        Assert.NotEmpty(local);
        Assert.True(differences.Length == 0, $"{assembly}: {differences.Length} differences\n" + string.Join('\n', differences));
    }

    [Fact]
    public void The_application_uses_nothing_that_the_official_packages_lack()
    {
        OfficialSurface official = new(_packages.Values.SelectMany(lists => lists));

        List<string> used = [.. UsedMembers.In(Assembly.Load("Compensation.Functions"), _packages.Keys)];

        string[] unknown = [.. used.Where(id => !official.Has(id))];
        Assert.Equal([], unknown);
    }

    [Fact]
    public void The_application_is_seen_to_use_the_packages()
        => Assert.Contains("T:Azure.Data.Tables.TableClient", UsedMembers.In(Assembly.Load("Compensation.Functions"), _packages.Keys));

    [Theory]
    [InlineData(" [virtual]", "")]
    [InlineData("entity", "row")]
    [InlineData("mode=0", "mode=1")]
    [InlineData("mode=0; ", "mode; ")]
    [InlineData("UpsertEntity", "StoreEntity")]
    public void A_difference_is_seen(string official, string local)
    {
        OfficialSurface surface = new(["Azure.Data.Tables"]);
        string line = SurfacePrinter.Print(Assembly.Load("Azure.Data.Tables")).Single(
            line => line.StartsWith("M:Azure.Data.Tables.TableClient.UpsertEntity``1", StringComparison.Ordinal));

        Assert.Null(surface.Difference(line));
        Assert.NotNull(surface.Difference(line.Replace(official, local, StringComparison.Ordinal)));
    }

    private static bool IsLocalOnly(string line) => line[2..].StartsWith(LocalOnly, StringComparison.Ordinal);
}
