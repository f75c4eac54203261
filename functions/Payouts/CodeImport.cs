using System.Globalization;
using System.Runtime.CompilerServices;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Files;
using Compensation.Payouts.Standings;
using Microsoft.Extensions.Logging;

namespace Compensation.Payouts;

/// <summary>
/// Brings gift codes from a CSV file (docs/code-stock-format.md) into the stock, wholly or not at all: the file is checked to its end, within itself and against
/// every code that ever came in, before the first is stored. The same file can be sent again, and nothing enters twice.
/// </summary>
public sealed class CodeImport(CodeStock stock, CodeRegister register, CodeEnds ends, KeyedHash hash, ProductStandings standings, ImportLeases leases, ILogger<CodeImport> logger)
{
    /// <summary>Rows taken together, to fill batches of the same product and value, and of the register's partitions; some megabytes.</summary>
    private const int PortionRows = 20_000;

    private const int BatchesAtOnce = 8;

    /// <param name="campaign">Whose stock.</param>
    /// <param name="file">As docs/code-stock-format.md describes it.</param>
    /// <param name="by">Who brings it, or null.</param>
    /// <param name="dryRun">Check everything, store nothing.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<CodeImportResult> ReadAsync(Campaign campaign, ReceivedFile file, string? by, bool dryRun, CancellationToken cancellationToken)
    {
        CodeImportResult result = dryRun ? await CheckAsync(campaign, file, cancellationToken) : await TakeAsync(campaign, file, by, cancellationToken);
        logger.CodesImported(campaign.Id, result.Rows, result.Added, result.Unchanged, result.ErrorCount, dryRun);
        return result with { DryRun = dryRun, Sha256 = file.Sha256, Encoding = file.Encoding.Name };
    }

    /// <summary>One file at a time in the whole installation, as a code is unique in it: the second of two that hold the same code is refused as a whole, wherever they came in.</summary>
    private async Task<CodeImportResult> TakeAsync(Campaign campaign, ReceivedFile file, string? by, CancellationToken cancellationToken)
    {
        await using ImportLease? turn = await leases.TakeAsync(new ImportWork(campaign.Id, ImportKind.Codes, "codes.csv", by) { Sha256 = file.Sha256 }, cancellationToken);
        if (turn is null)
        {
            return CodeImportResult.Empty with { Detail = await leases.WhoIsAtWorkAsync(campaign.Id, ImportKind.Codes, cancellationToken) };
        }

        CodeImportResult result = await CheckAsync(campaign, file, cancellationToken);
        if (result.ErrorCount > 0)
        {
            return result;
        }

        try
        {
            // Even where all of them are known: an earlier try may have died between entering a code and putting it on its shelf.
            CodeImportResult found = result;
            result = await turn.WriteAsync(stop => StoreAsync(campaign, file, found, stop), cancellationToken);
            await turn.CompleteAsync(result.Added > 0, CountsOf(result));
            return result;
        }
        catch (ImportTurnLostException lost)
        {
            return result with { Added = 0, Detail = ImportLeases.LostHalfWay(lost) };
        }
    }

    private static Dictionary<string, long> CountsOf(CodeImportResult result) => new(StringComparer.Ordinal) { ["rows"] = result.Rows, ["added"] = result.Added, ["unchanged"] = result.Unchanged };

    /// <returns>What storing the file would do; nothing where it has errors.</returns>
    private async Task<CodeImportResult> CheckAsync(Campaign campaign, ReceivedFile file, CancellationToken cancellationToken)
    {
        RowErrors errors = new();
        CodeImportResult result = await CheckAsync(campaign, file, errors, cancellationToken);
        return errors.Count == 0 ? result : result with { Added = 0, ErrorCount = errors.Count, Errors = errors.Listed };
    }

    /// <returns>What storing the file would do; what keeps it from being stored is in <paramref name="errors"/>.</returns>
    private async Task<CodeImportResult> CheckAsync(Campaign campaign, ReceivedFile file, RowErrors errors, CancellationToken cancellationToken)
    {
        CodeImportResult result = CodeImportResult.Empty;
        Dictionary<UInt128, long> lines = [];
        await foreach (Portion portion in ReadAsync(campaign, file, errors, cancellationToken))
        {
            IReadOnlyDictionary<string, RegisteredCode> known = await register.FindAsync(portion.Codes, cancellationToken);
            int unchanged = 0;
            foreach (ShelvedCode shelved in portion.Codes)
            {
                RegisteredCode? registered = known.GetValueOrDefault(shelved.Code.Key);
                if (FaultOf(shelved, registered, lines) is { } fault)
                {
                    errors.Add(fault);
                }
                else if (registered is not null)
                {
                    unchanged++;
                }
            }

            result = result with { Rows = result.Rows + portion.Rows, Unchanged = result.Unchanged + unchanged };
        }

        return result with { Added = result.Rows - result.Unchanged };
    }

    private static RowError? FaultOf(ShelvedCode shelved, RegisteredCode? registered, Dictionary<UInt128, long> lines)
    {
        long line = shelved.Code.Line;
        UInt128 key = UInt128.Parse(shelved.Code.Key, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (!lines.TryAdd(key, line))
        {
            return new RowError(line, "code", $"the code stands on line {lines[key]} already; blanks, hyphens, width and letter case make no difference", "each code once");
        }

        return registered is null ? null
            : !registered.LiesOn(shelved.Shelf) ? OnFile(line)
            : !registered.LapsesWith(shelved.Code) ? new RowError(line, "expires_on", "the code is known with another last day", "the day it was imported with")
            : null;
    }

    private static RowError OnFile(long line) => new(line, "code", "the code is on file already, for another campaign, product or value", "a code that has not come in before");

    /// <summary>Errors only where the turn was lost unnoticed, and another file with the same code came in: then this one does without it.</summary>
    private async Task<CodeImportResult> StoreAsync(Campaign campaign, ReceivedFile file, CodeImportResult result, CancellationToken cancellationToken)
    {
        RowErrors errors = new();
        HashSet<Shelf> shelves = [];
        await foreach (Portion portion in ReadAsync(campaign, file, new RowErrors(), cancellationToken))
        {
            IReadOnlyCollection<ShelvedCode> elsewhere = await register.EnterAsync(portion.Codes, cancellationToken);
            foreach (ShelvedCode shelved in elsewhere)
            {
                errors.Add(OnFile(shelved.Code.Line));
            }

            await ends.NoteAsync(campaign.Id, portion.Codes, cancellationToken);
            shelves.UnionWith(portion.Codes.Select(shelved => shelved.Shelf));
            var batches = portion.Codes
                .Except(elsewhere)
                .GroupBy(shelved => shelved.Shelf)
                .SelectMany(shelf => shelf.Select(shelved => shelved.Code).Chunk(CodeStock.AddBatchMax).Select(codes => (Shelf: shelf.Key, Codes: codes)));
            ParallelOptions some = new() { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batches, some, async (batch, token) => await stock.AddAsync(batch.Shelf, batch.Codes, token));
        }

        foreach (string product in shelves.Select(shelf => shelf.Product).Distinct(StringComparer.Ordinal))
        {
            await stock.NoteArrivalAsync(campaign.Id, product, cancellationToken);
        }

        await standings.RestockedAsync(campaign, shelves, cancellationToken);
        return result with { Added = result.Added - errors.Count, ErrorCount = errors.Count, Errors = errors.Listed };
    }

    /// <summary>The file's sound codes, some at a time.</summary>
    private async IAsyncEnumerable<Portion> ReadAsync(Campaign campaign, ReceivedFile file, RowErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CodeRows rows = new(campaign, hash);
        List<ShelvedCode> codes = new(PortionRows);
        int read = 0;
        using CsvRows csv = new(file, CodeRows.Columns);
        while (await csv.ReadAsync(cancellationToken))
        {
            read += csv.Error is null ? 1 : 0;
            if (rows.Parse(csv, errors) is { } shelved)
            {
                codes.Add(shelved);
            }

            if (read == PortionRows)
            {
                yield return new Portion(read, codes);
                (read, codes) = (0, new(PortionRows));
            }
        }

        if (read > 0)
        {
            yield return new Portion(read, codes);
        }
    }

    private sealed record Portion(int Rows, IReadOnlyList<ShelvedCode> Codes);
}

/// <summary>What an import did, or in a dry run would do.</summary>
/// <param name="DryRun">True: nothing was stored.</param>
/// <param name="Rows">Rows read, the header not counted.</param>
/// <param name="Added">Codes new in stock; none where anything is wrong.</param>
/// <param name="Unchanged">Codes that were in stock, or handed out, already.</param>
/// <param name="ErrorCount">What is wrong; nothing was stored then.</param>
/// <param name="Errors">The first of them.</param>
public sealed record CodeImportResult(bool DryRun, long Rows, long Added, long Unchanged, long ErrorCount, IReadOnlyList<RowError> Errors)
{
    internal static readonly CodeImportResult Empty = new(false, 0, 0, 0, 0, []);

    /// <summary>The file's hash, 64 hex digits.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>In which encoding the file was read.</summary>
    public string Encoding { get; init; } = string.Empty;

    /// <summary>Why another file is in the way; null where none is.</summary>
    public string? Detail { get; init; }
}
