namespace Compensation.Local.Tables;

/// <summary>What became of a request to write.</summary>
/// <param name="Error">Why it was refused; nothing of it was written then.</param>
/// <param name="FailedIndex">Which operation was refused.</param>
/// <param name="Ticks">The new version of each row; 0 where it was deleted.</param>
internal readonly record struct WriteResult(ServiceError? Error, int FailedIndex, long[] Ticks)
{
    public static WriteResult Done { get; } = new(null, 0, []);

    public static WriteResult Refused(ServiceError error, int index = 0) => new(error, index, []);
}

/// <summary>One request to write. It either writes all it has to or answers an error and has written nothing.</summary>
internal abstract class StoreCommand
{
    private readonly TaskCompletionSource<WriteResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteResult _result;

    public Task<WriteResult> Completion => _done.Task;

    /// <summary>About how many rows it touches, so that a group does not grow without bound.</summary>
    public virtual int Size => 1;

    public void Run(StoreWriter writer) => _result = Apply(writer);

    public void Acknowledge() => _done.SetResult(_result);

    public void Fail(Exception reason) => _done.SetException(reason);

    protected abstract WriteResult Apply(StoreWriter writer);
}

internal sealed class CreateTableCommand(string table) : StoreCommand
{
    protected override WriteResult Apply(StoreWriter writer)
        => writer.CreateTable(table) ? WriteResult.Done : WriteResult.Refused(ServiceError.TableAlreadyExists);
}

internal sealed class DeleteTableCommand(string table) : StoreCommand
{
    protected override WriteResult Apply(StoreWriter writer)
        => writer.DeleteTable(table) ? WriteResult.Done : WriteResult.Refused(ServiceError.ResourceNotFound);
}

/// <summary>Writes to different rows of one partition: all or none.</summary>
internal sealed class EntitiesCommand(string table, IReadOnlyList<EntityWrite> writes) : StoreCommand
{
    public override int Size => writes.Count;

    protected override WriteResult Apply(StoreWriter writer)
    {
        if (writer.FindTable(table) is not { } id)
        {
            return WriteResult.Refused(ServiceError.TableNotFound);
        }

        // First everything that can be refused, then everything that writes: the rows differ, so no write changes what another expects.
        StoredRow[] rows = new StoredRow[writes.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            if (writes[i].Resolve(writer, id, out rows[i]) is { } error)
            {
                return WriteResult.Refused(error, i);
            }
        }

        long[] ticks = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ticks[i] = writes[i].Write(writer, id, rows[i]);
        }

        return new WriteResult(null, 0, ticks);
    }
}
