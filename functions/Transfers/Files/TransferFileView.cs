using Compensation.Common;

namespace Compensation.Transfers.Files;

/// <summary>A file for the bank, as operators see it.</summary>
/// <param name="Number">1 and up.</param>
/// <param name="PayOn">The bank's business day on which it is paid.</param>
/// <param name="Payments">How many it holds; null while it is being made.</param>
/// <param name="Yen">Their sum.</param>
/// <param name="Sha256">The file's hash.</param>
/// <param name="PlannedAt">UTC.</param>
public sealed record TransferFileView(int Number, DateOnly PayOn, int? Payments, Yen? Yen, string? Sha256, DateTimeOffset PlannedAt)
{
    public static TransferFileView Of(TransferFile file) => new(file.Number, file.PayOn, file.Made?.Payments, file.Made?.Yen, file.Made?.Sha256, file.PlannedAt);
}
