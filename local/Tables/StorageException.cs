using SQLitePCL;

namespace Compensation.Local.Tables;

/// <summary>What the file under the tables would not do.</summary>
/// <param name="File">The file.</param>
/// <param name="Reason">For people.</param>
public sealed record StorageFailure(string File, string Reason);

/// <summary>The store's file could not be read or written.</summary>
/// <param name="file">The file.</param>
/// <param name="code">SQLite's primary result code.</param>
/// <param name="reason">SQLite's words.</param>
internal sealed class StorageException(string file, int code, string reason) : IOException($"The embedded table store {file} failed: {reason}.")
{
    public StorageFailure Failure { get; } = new(file, reason);

    /// <summary>Another process held the file too long; nothing is wrong with it.</summary>
    public bool IsBusy => code == raw.SQLITE_BUSY;

    /// <summary>What the service answers. A full disk is nothing that trying again soon could mend.</summary>
    public ServiceError ToServiceError() =>
        IsBusy ? new ServiceError(503, "ServerBusy", "The server is busy.")
        : code == raw.SQLITE_FULL ? new ServiceError(507, "InsufficientStorage", Message)
        : new ServiceError(500, "InternalError", Message);
}
