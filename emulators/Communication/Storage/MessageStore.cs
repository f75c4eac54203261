using Microsoft.Data.Sqlite;

namespace Compensation.Emulators.Communication.Storage;

/// <summary>What was asked for and what came of it, on disk: the writer, the readers and the log, opened and closed together.</summary>
internal sealed class MessageStore : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly SqliteConnection _connection;
    private readonly ProviderLog? _log;

    /// <param name="accepted">Called for each newly accepted message, in order, after it is on disk.</param>
    /// <exception cref="IOException">Another emulator uses the folder.</exception>
    public MessageStore(CommunicationEmulatorOptions options, Action<StoredMessage> accepted)
    {
        string folder = options.DataFolder;
        EmulatorServer.MakeForOwner(folder);
        _lock = new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _connection = StoreSchema.Open(folder);
        StoreSchema.PrepareForWriting(_connection, options.MaxBytes);
        Reader = new MessageReader(folder);
        _log = options.ProviderLog is null ? null : ProviderLog.Open(options.ProviderLog, Reader);
        Writer = new MessageWriter(
            new MessageTransaction(_connection),
            Reader.LastSequence(),
            options.Time,
            added =>
            {
                _log?.Append(added);
                foreach (StoredMessage message in added.Where(message => message.IsAccepted))
                {
                    accepted(message);
                }
            },
            failure =>
            {
                options.StorageFailed?.Invoke(Path.Combine(folder, "messages.db"), failure.Message);
                return options.StorageFailed is null ? failure : new EmulatorStorageException(failure);
            });
    }

    public MessageReader Reader { get; }

    public MessageWriter Writer { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        _log?.Dispose();
        SqliteConnection.ClearPool(_connection);
        await _connection.DisposeAsync();
        SqliteConnection.ClearPool(_connection);
        await _lock.DisposeAsync();
    }
}
