namespace Azure.Data.Tables;

/// <summary>What one operation of a transaction does.</summary>
public enum TableTransactionActionType
{
    Add = 0,
    UpdateMerge = 1,
    UpdateReplace = 2,
    Delete = 3,
    UpsertMerge = 4,
    UpsertReplace = 5,
}

/// <summary>One operation of a transaction.</summary>
/// <param name="actionType">What is done.</param>
/// <param name="entity">To which row.</param>
/// <param name="etag">
/// The version expected. With the default, <c>UpdateMerge</c> and <c>UpdateReplace</c> send no condition, so that the
/// service inserts a missing row; <c>Delete</c> sends <c>*</c>.
/// </param>
public class TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
{
    /// <inheritdoc cref="TableTransactionAction(TableTransactionActionType, ITableEntity, ETag)"/>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    public TableTransactionActionType ActionType { get; } = actionType;

    public ITableEntity Entity { get; } = entity;

    public ETag ETag { get; } = etag;
}
