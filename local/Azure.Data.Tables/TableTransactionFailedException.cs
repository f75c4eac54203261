using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused because of one of its operations. Nothing of it was applied.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        // The service's message begins with the position of the operation: "2:The update condition ...".
        string message = requestFailedException.Message;
        int colon = message.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            FailedTransactionActionIndex = index;
        }
    }

    /// <summary>Position of the operation that failed, counted from 0; null if the service did not name it.</summary>
    public int? FailedTransactionActionIndex { get; }
}
