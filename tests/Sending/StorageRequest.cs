using System.Text;
using Azure.Core;

namespace Compensation.Tests.Sending;

/// <summary>Tells storage requests apart as they pass by.</summary>
internal static class StorageRequest
{
    /// <summary>Whether a request, alone or as a transaction, is about one of these tables.</summary>
    public static bool Names(HttpMessage message, params ReadOnlySpan<string> tables)
    {
        string text = IsTransaction(message) ? TextOf(message) : message.Request.Uri.Path;
        foreach (string table in tables)
        {
            if (text.Contains($"/{table}", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A transaction that claims notices.</summary>
    public static bool IsClaim(HttpMessage message) => IsTransaction(message) && TextOf(message).Contains("\"State\":\"Sending\"", StringComparison.Ordinal);

    /// <summary>A transaction that records what became of notices, most of them accepted.</summary>
    public static bool IsRecord(HttpMessage message) => IsTransaction(message) && TextOf(message).Contains("\"State\":\"Accepted\"", StringComparison.Ordinal);

    public static string TextOf(HttpMessage message)
    {
        using MemoryStream body = new();
        message.Request.Content?.WriteTo(body, message.CancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static bool IsTransaction(HttpMessage message) => message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
}
