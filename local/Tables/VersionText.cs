using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Compensation.Local.Tables;

/// <summary>A row's version as the service writes it: its timestamp, inside an ETag or alone.</summary>
internal static class VersionText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const string Prefix = "W/\"datetime'";
    private const string Suffix = "'\"";

    public static string ETag(long ticks)
    {
        Span<char> at = stackalloc char[28];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(at, out _, "O", CultureInfo.InvariantCulture);
        return $"{Prefix}{at[..13]}%3A{at[14..16]}%3A{at[17..]}{Suffix}";
    }

    public static string Timestamp(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The version that an If-Match header expects; one that no row ever has, if it is none of ours.</summary>
    public static long Parse(string ifMatch)
    {
        if (string.Equals(ifMatch, "*", StringComparison.Ordinal))
        {
            return EntityWrite.AnyVersion;
        }

        bool ours = ifMatch.StartsWith(Prefix, StringComparison.Ordinal) && ifMatch.EndsWith(Suffix, StringComparison.Ordinal);
        string text = ours ? ifMatch[Prefix.Length..^Suffix.Length].Replace("%3A", ":", StringComparison.Ordinal) : "";
        return DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime instant)
            ? instant.Ticks
            : -1;
    }
}
