using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where the settings come from.</summary>
internal static class HostSettings
{
    /// <summary>Production unless told otherwise, as on Azure.</summary>
    public static string? EnvironmentName =>
        Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");

    /// <summary>
    /// The folder of host.json and local.settings.json: what <c>--contentRoot</c> names, else the current folder if it has a host.json
    /// (a developer in the repository edits that one), else the program's own folder (an installed app is started from anywhere).
    /// </summary>
    public static string FindContentRoot(string[] args)
    {
        if (new ConfigurationBuilder().AddCommandLine(args).Build()["contentRoot"] is { Length: > 0 } named)
            return Path.GetFullPath(named);

        string current = Directory.GetCurrentDirectory();
        return File.Exists(Path.Combine(current, "host.json")) ? current : AppContext.BaseDirectory;
    }

    /// <summary>Adds the sources, the weakest first.</summary>
    public static void AddTo(ConfigurationManager configuration, string root, string[] args) => configuration
        .AddInMemoryCollection([new("urls", "http://127.0.0.1:7071")])
        .AddInMemoryCollection(ReadLocalSettings(Path.Combine(root, "local.settings.json")))
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables()
        .AddCommandLine(args);

    private static Dictionary<string, string?> ReadLocalSettings(string path)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
            return settings;

        try
        {
            using JsonDocument file = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!file.RootElement.TryGetProperty("Values", out JsonElement values))
                return settings;

            foreach (JsonProperty value in values.EnumerateObject())
            {
                settings[value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
                    ? value.Value.ToString()
                    : throw new FunctionWorkerException($"{path}: Values.{value.Name} must be one value; write nested names with '__'.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FunctionWorkerException($"{path} is not a settings file: an object with an object \"Values\" was expected. {e.Message}", e);
        }

        return settings;
    }
}
