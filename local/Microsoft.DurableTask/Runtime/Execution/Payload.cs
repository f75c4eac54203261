using Microsoft.DurableTask;

namespace Compensation.Local.Runtime.Execution;

/// <summary>Limits on what an orchestration stores.</summary>
internal static class Payload
{
    /// <summary>The most characters of one input, output or event payload. Several of them share a table row of at most 1 MiB.</summary>
    public const int MaxLength = 200_000;

    /// <summary>The most characters of a custom status.</summary>
    public const int MaxCustomStatusLength = 16 * 1024;

    public static string? Write(DataConverter converter, object? value, string what, int maxLength = MaxLength)
    {
        string? data = converter.Serialize(value);
        if (data?.Length > maxLength)
        {
            throw new ArgumentException(
                $"The {what} takes {data.Length} characters, but at most {maxLength} can be stored: store it elsewhere and pass a reference.",
                nameof(value));
        }

        return data;
    }
}

/// <summary>What an instance id may look like, as documented for Durable Functions.</summary>
internal static class InstanceId
{
    private const int MaxLength = 100;

    public static string Check(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxLength || id[0] == '@' || id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException(
                $"An instance id must have 1 to {MaxLength} characters, not begin with '@', and contain none of / \\ # ? or control characters.",
                nameof(id));
        }

        return id;
    }
}
