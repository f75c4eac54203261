namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions app begins.</summary>
public class FunctionsApplication
{
    /// <param name="args">The command line; <c>--name=value</c> overrides every other source of settings.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
