using System.Text.Json;

namespace Compensation.Tests.Local.Communication;

/// <summary>One line of the provider log, with exactly the fields it promises.</summary>
internal sealed record ProviderLine(DateTimeOffset At, string Channel, string To, string From, string? Subject, string Text, string? RequestId, bool Repeat)
{
    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static List<ProviderLine> ReadAll(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        List<ProviderLine> lines = [];
        while (reader.ReadLine() is { } line)
        {
            lines.Add(JsonSerializer.Deserialize<ProviderLine>(line, s_strict)!);
        }

        return lines;
    }
}
