using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Reports;

/// <summary>Somebody who wants to know what became of messages.</summary>
internal interface IReportSubscriber
{
    /// <returns>Whether the reports were taken; if not, they are posted again later.</returns>
    Task<bool> PostAsync(IReadOnlyList<StoredMessage> messages, CancellationToken cancellationToken);
}
