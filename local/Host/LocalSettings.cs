using System.Text.Json;

namespace Compensation.Local.Host;

/// <summary>The settings file of the Core Tools: an object "Values" of flat names, whose parts are parted by colons or double underscores.</summary>
public static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>The values by their names with colons; none where there is no such file.</returns>
    /// <exception cref="HostStartException">The file is no settings file.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path))
            return settings;

        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            if (file.RootElement.TryGetProperty("IsEncrypted", out JsonElement encrypted) && encrypted.ValueKind == JsonValueKind.True)
                throw new HostStartException($"{path} is encrypted (IsEncrypted); the Core Tools alone can read it: func settings decrypt.");
            if (!file.RootElement.TryGetProperty("Values", out JsonElement values))
                return settings;

            foreach (JsonProperty value in values.EnumerateObject())
            {
                settings[value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
                    ? value.Value.ToString()
                    : throw new HostStartException($"{path}: Values.{value.Name} must be one value; write nested names with '__'.");
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new HostStartException($"{path} is not a settings file: an object with an object \"Values\" was expected. {wrong.Message}", wrong);
        }

        return settings;
    }
}
