using System.Collections.Concurrent;

namespace Compensation.Local.Tables;

/// <summary>
/// Tables in a folder of this machine, named by the connection string <c>UseEmbeddedStorage={folder}</c>, optionally with
/// <c>;Synchronous=Full</c> (an acknowledged write survives a power failure) or <c>;Synchronous=Normal</c> (the default:
/// it survives the death of the process). All clients of one folder in one process share one store.
/// </summary>
public static class EmbeddedStorage
{
    private const string FolderKey = "UseEmbeddedStorage";
    private const string SynchronousKey = "Synchronous";
    private static readonly ConcurrentDictionary<string, Lazy<EmbeddedStore>> _stores = new(StringComparer.Ordinal);

    internal static Uri Endpoint { get; } = new("https://embedded.invalid/");

    /// <summary>Closes a folder's store, after the writes under way. A client used later opens nothing anew: it fails.</summary>
    public static void Close(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (_stores.TryRemove(Path.GetFullPath(folder), out Lazy<EmbeddedStore>? store))
        {
            store.Value.Dispose();
        }
    }

    /// <summary>The store that a connection string names, or null if it names something else.</summary>
    internal static EmbeddedStore? TryOpen(string connectionString)
    {
        if (!connectionString.TrimStart().StartsWith(FolderKey + "=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        (string folder, bool full) = Parse(connectionString);
        return _stores.GetOrAdd(folder, path => new Lazy<EmbeddedStore>(() => new EmbeddedStore(path, full))).Value;
    }

    private static (string Folder, bool Full) Parse(string connectionString)
    {
        string folder = "";
        bool full = false;
        foreach (string part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            switch (pair)
            {
                case [var key, { Length: > 0 } value] when key.Equals(FolderKey, StringComparison.OrdinalIgnoreCase):
                    folder = Path.GetFullPath(value);
                    break;
                case [var key, var value] when key.Equals(SynchronousKey, StringComparison.OrdinalIgnoreCase):
                    full = value.ToUpperInvariant() switch
                    {
                        "FULL" => true,
                        "NORMAL" => false,
                        _ => throw new InvalidOperationException($"Embedded storage: Synchronous is Full or Normal, not '{value}'."),
                    };
                    break;
                default:
                    throw new InvalidOperationException($"Embedded storage: '{part}' is not understood; expected {FolderKey}=folder and {SynchronousKey}=Full or Normal.");
            }
        }

        return (folder, full);
    }
}
