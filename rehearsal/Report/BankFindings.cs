using Compensation.Rehearsal.Witness;

namespace Compensation.Rehearsal.Report;

/// <summary>What was found at the bank.</summary>
/// <param name="Found">By the witness.</param>
/// <param name="Unsound">By the independent reader, of files that are not as they should be; null where it cannot be run.</param>
internal sealed record BankFindings(TransfersFound Found, IReadOnlyList<string>? Unsound)
{
    public bool Clean => Found.Clean && (Unsound is null || Unsound.Count == 0);
}
