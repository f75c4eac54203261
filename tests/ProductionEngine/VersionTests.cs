using System.Diagnostics;

namespace Compensation.ProductionEngine.Tests;

/// <summary>
/// The engine that is deployed comes with the Functions host's extensions, which the build restores in a nested project: no lock file holds it. The witness is
/// one only if it is the same.
/// </summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("DurableTask.AzureStorage.dll")]
    [InlineData("DurableTask.Core.dll")]
    [InlineData("Azure.Storage.Blobs.dll")]
    public void The_witness_is_the_engine_that_is_deployed(string assembly)
    {
        string deployed = VersionOf(Path.Combine(AppContext.BaseDirectory, ".azurefunctions", assembly));

        Assert.Equal(VersionOf(Path.Combine(AppContext.BaseDirectory, assembly)), deployed);
    }

    private static string VersionOf(string path) => FileVersionInfo.GetVersionInfo(path).FileVersion!;
}
