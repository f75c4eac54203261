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
public sealed class CodeImport(CodeStock stock, CodeRegister register, KeyedHash hash, ProductStandings standings, ILogger<CodeImport> logger) : IDisposable
{
    /// <summary>Rows taken together, to fill batches of the same product and value, and of the register's partitions; some megabytes.</summary>
    private const int PortionRows = 20_000;

    private const int BatchesAtOnce = 8;

    /// <summary>One file at a time in this process, so that the second of two that hold the same code is refused as a whole, whenever they came in.</summary>
    private readonly SemaphoreSlim _one = new(1);

    public void Dispose() => _one.Dispose();

    public async Task<CodeImportResult> ReadAsync(Campaign campaign, ReceivedFile file, bool dryRun, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await TakeAsync(campaign, file, dryRun, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<CodeImportResult> TakeAsync(Campaign campaign, ReceivedFile file, bool dryRun, CancellationToken cancellationToken)
    {
        RowErrors errors = new();
        CodeImportResult result = await CheckAsync(campaign, file, errors, cancellationToken);
        if (errors.Count > 0)
        {
            result = result with { Added = 0, ErrorCount = errors.Count, Errors = errors.Listed };
        }
        else if (!dryRun)
        {
            IReadOnlyCollection<Shelf> shelves = await StoreAsync(campaign, file, errors, cancellationToken);
            await standings.RestockedAsync(campaign, shelves, cancellationToken);
            result = result with { Added = result.Added - errors.Count, ErrorCount = errors.Count, Errors = errors.Listed };
        }

        logger.CodesImported(campaign.Id, result.Rows, result.Added, result.Unchanged, result.ErrorCount, dryRun);
        return result with { DryRun = dryRun, Sha256 = file.Sha256, Encoding = file.Encoding.Name };
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

    /// <summary>Errors only where two files with the same code came in at the same moment at two instances of the app: then the second does without it.</summary>
    /// <returns>The shelves on which codes lie now.</returns>
    private async Task<IReadOnlyCollection<Shelf>> StoreAsync(Campaign campaign, ReceivedFile file, RowErrors errors, CancellationToken cancellationToken)
    {
        HashSet<Shelf> shelves = [];
        await foreach (Portion portion in ReadAsync(campaign, file, new RowErrors(), cancellationToken))
        {
            IReadOnlyCollection<ShelvedCode> elsewhere = await register.EnterAsync(portion.Codes, cancellationToken);
            foreach (ShelvedCode shelved in elsewhere)
            {
                errors.Add(OnFile(shelved.Code.Line));
            }

            shelves.UnionWith(portion.Codes.Select(shelved => shelved.Shelf));
            var batches = portion.Codes
                .Except(elsewhere)
                .GroupBy(shelved => shelved.Shelf)
                .SelectMany(shelf => shelf.Select(shelved => shelved.Code).Chunk(CodeStock.AddBatchMax).Select(codes => (Shelf: shelf.Key, Codes: codes)));
            ParallelOptions some = new() { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batches, some, async (batch, token) => await stock.AddAsync(batch.Shelf, batch.Codes, token));
        }

        return shelves;
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
}
