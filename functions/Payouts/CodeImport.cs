using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts;

/// <summary>
/// Brings gift codes from a CSV file (docs/code-stock-format.md) into the stock. Sound rows are stored even where others are wrong:
/// the same file can be sent again once it is corrected, and nothing enters twice.
/// </summary>
public sealed class CodeImport(CodeStock stock, KeyedHash hash, ILogger<CodeImport> logger)
{
    /// <summary>Rows held back to fill batches of the same product and value.</summary>
    private const int PendingMax = 5_000;

    private const int BatchesAtOnce = 8;

    public async Task<CodeImportResult> ReadAsync(Campaign campaign, ReceivedFile received, bool dryRun, CancellationToken cancellationToken)
    {
        RowErrors errors = new();
        Dictionary<Shelf, Dictionary<string, StockCode>> pending = [];
        CodeRows rows = new(campaign, hash);
        CodeImportResult result = new(dryRun, 0, 0, 0, 0, []) { Sha256 = received.Sha256, Encoding = received.Encoding.Name };
        int held = 0;
        using CsvRows file = new(received, CodeRows.Columns);
        while (await file.ReadAsync(cancellationToken))
        {
            result = result with { Rows = result.Rows + (file.Error is null ? 1 : 0) };
            if (rows.Parse(file, errors) is not { } shelved)
            {
                continue;
            }

            if (!pending.TryGetValue(shelved.Shelf, out Dictionary<string, StockCode>? shelf))
            {
                pending.Add(shelved.Shelf, shelf = new Dictionary<string, StockCode>(StringComparer.Ordinal));
            }

            if (!shelf.TryAdd(shelved.Code.Key, shelved.Code))
            {
                result = result with { Unchanged = result.Unchanged + 1 };
            }
            else if (++held == PendingMax)
            {
                result = await StoreAsync(pending, result, errors, cancellationToken);
                held = 0;
            }
        }

        result = await StoreAsync(pending, result, errors, cancellationToken) with { ErrorCount = errors.Count, Errors = errors.Listed };
        logger.CodesImported(campaign.Id, result.Rows, result.Added, result.Unchanged, result.ErrorCount, dryRun);
        return result;
    }

    private async Task<CodeImportResult> StoreAsync(
        Dictionary<Shelf, Dictionary<string, StockCode>> pending,
        CodeImportResult result,
        RowErrors errors,
        CancellationToken cancellationToken)
    {
        List<StockAddition> additions = [];
        Lock gate = new();
        var batches = pending.SelectMany(shelf => shelf.Value.Values.Chunk(CodeStock.AddBatchMax).Select(codes => (Shelf: shelf.Key, Codes: codes)));
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken }, async (batch, token) =>
        {
            StockAddition addition = await stock.AddAsync(batch.Shelf, batch.Codes, result.DryRun, token);
            lock (gate)
            {
                additions.Add(addition);
            }
        });
        pending.Clear();
        foreach (StockCode conflict in additions.SelectMany(addition => addition.Conflicts).OrderBy(code => code.Line))
        {
            errors.Add(new RowError(conflict.Line, "expires_on", "the code is known with another last day", "the day it was imported with"));
        }

        return result with { Added = result.Added + additions.Sum(addition => addition.Added), Unchanged = result.Unchanged + additions.Sum(addition => addition.Unchanged) };
    }
}

/// <summary>What an import did, or in a dry run would do.</summary>
/// <param name="DryRun">True: nothing was stored.</param>
/// <param name="Rows">Rows whose fields could be told apart, the header not counted.</param>
/// <param name="Added">Codes new in stock.</param>
/// <param name="Unchanged">Codes that were in stock, or handed out, already; also repetitions within the file.</param>
/// <param name="ErrorCount">Rows that are wrong, and were left out.</param>
/// <param name="Errors">The first of them.</param>
public sealed record CodeImportResult(bool DryRun, long Rows, long Added, long Unchanged, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    /// <summary>The file's hash, 64 hex digits.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>In which the file was read.</summary>
    public string Encoding { get; init; } = string.Empty;
}
