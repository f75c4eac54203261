using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Transfers.Files;

/// <summary>Files for the bank. Table <c>TransferFiles</c>, partition <c>{campaign}</c>: <c>f:{number}</c> a file, <c>b:{number}:{hash}:{part}</c> its bytes, encrypted.</summary>
public sealed class TransferFileStore(TableServiceClient tables, ProtectedFields fields)
{
    public const string TableName = "TransferFiles";

    private const string PayOn = "PayOn";
    private const string Made = "Made";

    /// <summary>Stands beside what was made; of files of which it does not, nobody knows whether they were handed out.</summary>
    private const string HandedOut = "HandedOut";

    /// <summary>Six of the id, two of the version.</summary>
    private const int CandidateBytes = 8;
    private const int ColumnBytes = 60_000;
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>So small that it stays below the longest text of a column, encrypted and written in letters.</summary>
    private const int PartBytes = 7_200;

    private readonly TableClient _table = tables.GetTableClient(TableName);

    public async Task<TransferFile?> FindAsync(CampaignId campaign, int number, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, KeyOf(number), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>All of a campaign, the first first.</summary>
    public async IAsyncEnumerable<TransferFile> ListAsync(CampaignId campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {"f:"} and RowKey lt {"f;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return Read(row);
        }
    }

    /// <summary>Begins a file: the one write that decides who may stand in it.</summary>
    /// <returns>False where somebody else has begun the file of this number.</returns>
    public async Task<bool> TryPlanAsync(CampaignId campaign, TransferFile file, CancellationToken cancellationToken)
    {
        TableEntity row = new(campaign.Value, KeyOf(file.Number))
        {
            [PayOn] = Written(file.PayOn),
            ["PlannedAt"] = file.PlannedAt,
            ["Terms"] = fields.ProtectJson(file.Terms),
        };
        int column = 0;
        foreach (Candidate[] some in file.Candidates.Chunk(ColumnBytes / CandidateBytes))
        {
            row[string.Create(CultureInfo.InvariantCulture, $"Candidates{column++}")] = Pack(some);
        }

        try
        {
            await _table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException begun) when (begun.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Moves a file that nobody has to another day. Bytes that were made for the former one are none of it any more.</summary>
    /// <returns>False where it is not as it was read: it was made, handed out or moved meanwhile.</returns>
    public async Task<bool> TryMoveDayAsync(CampaignId campaign, TransferFile file, DateOnly day, CancellationToken cancellationToken)
    {
        TableEntity row = await _table.GetEntityAsync<TableEntity>(campaign.Value, KeyOf(file.Number), cancellationToken: cancellationToken);
        row[PayOn] = Written(day);
        row.Remove(Made);
        row.Remove(HandedOut);
        return await TryAsync(() => _table.UpdateEntityAsync(row, file.Tag, TableUpdateMode.Replace, cancellationToken));
    }

    /// <summary>Notes, before the bytes go out, that somebody has them.</summary>
    /// <returns>False where the file is not as it was read.</returns>
    public Task<bool> TryHandOutAsync(CampaignId campaign, TransferFile file, CancellationToken cancellationToken) =>
        TryAsync(() => _table.UpdateEntityAsync(new TableEntity(campaign.Value, KeyOf(file.Number)) { [HandedOut] = true }, file.Tag, TableUpdateMode.Merge, cancellationToken));

    /// <summary>Writes the bytes, and then that they are there. Writing the same bytes again is harmless, and others lie beside them: whoever was left behind for days cannot spoil a file that the bank has.</summary>
    /// <returns>False where the file has come to another day meanwhile: these bytes are none of it.</returns>
    /// <exception cref="InvalidDataException">Other bytes have been made for this file and day.</exception>
    public async Task<bool> TryKeepBytesAsync(CampaignId campaign, TransferFile file, ReadOnlyMemory<byte> bytes, TransferFileTotals totals, CancellationToken cancellationToken)
    {
        for (int part = 0; part * PartBytes < bytes.Length; part++)
        {
            ReadOnlyMemory<byte> some = bytes.Slice(part * PartBytes, Math.Min(PartBytes, bytes.Length - (part * PartBytes)));
            TableEntity row = new(campaign.Value, PartKey(file.Number, totals.Sha256, part)) { ["Bytes"] = fields.Protect(Encoding.Latin1.GetString(some.Span)) };
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        }

        TableEntity made = new(campaign.Value, KeyOf(file.Number)) { [Made] = JsonSerializer.Serialize(totals), [HandedOut] = false };
        if (await TryAsync(() => _table.UpdateEntityAsync(made, file.Tag, TableUpdateMode.Merge, cancellationToken)))
        {
            return true;
        }

        TransferFile now = await FindAsync(campaign, file.Number, cancellationToken) ?? throw new InvalidDataException($"File {file.Number} of {campaign} has disappeared.");
        return now.PayOn == file.PayOn && (now.Made == totals ? true : throw new InvalidDataException($"File {file.Number} of {campaign} was made twice, with different bytes."));
    }

    /// <summary>The bytes of a file that was made; null once their time of keeping is over.</summary>
    /// <exception cref="InvalidDataException">They are not those that were made.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">They cannot be read any more.</exception>
    public async Task<byte[]?> ReadBytesAsync(CampaignId campaign, TransferFile file, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new(file.Made!.Bytes);
        await foreach (TableEntity row in PartsAsync(campaign, $"{PartsOf(file.Number)}{HashIn(file.Made.Sha256)}:", cancellationToken))
        {
            bytes.Write(Encoding.Latin1.GetBytes(fields.Unprotect(row.GetString("Bytes")!)));
        }

        return bytes.Length == 0 ? null
            : TransferFiles.HashOf(bytes.ToArray()) == file.Made.Sha256 ? bytes.ToArray()
            : throw new InvalidDataException($"The bytes of file {file.Number} of {campaign} are not those that were made.");
    }

    /// <summary>Whether the bytes of any file are there.</summary>
    public async Task<bool> HasBytesAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey gt {"b:"} and RowKey lt {"b;"}");
        return await _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).AnyAsync(cancellationToken);
    }

    /// <summary>Forgets the bytes; what the file came to stays.</summary>
    public async Task EraseBytesAsync(CampaignId campaign, int number, CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in PartsAsync(campaign, PartsOf(number), cancellationToken))
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }
    }

    private AsyncPageable<TableEntity> PartsAsync(CampaignId campaign, string prefix, CancellationToken cancellationToken) => _table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey gt {prefix} and RowKey lt {$"{prefix[..^1]};"}"), cancellationToken: cancellationToken);

    private TransferFile Read(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture),
        DateOnly.ParseExact(row.GetString(PayOn)!, DayForm, CultureInfo.InvariantCulture),
        [.. Enumerable.Range(0, 16).Select(column => row.GetBinary(string.Create(CultureInfo.InvariantCulture, $"Candidates{column}"))).OfType<byte[]>().SelectMany(Unpack)],
        fields.UnprotectJsonOrNull<TransferTerms>(row.GetString("Terms")!),
        row.GetDateTimeOffset("PlannedAt")!.Value)
    {
        Made = row.GetString(Made) is { } totals ? JsonSerializer.Deserialize<TransferFileTotals>(totals) : null,
        IsHandedOut = row.GetString(Made) is not null && (row.GetBoolean(HandedOut) ?? true),
        Tag = row.ETag,
    };

    private static string Written(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    /// <returns>False where the row is not as it was read.</returns>
    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException raced) when (raced.Status == 412)
        {
            return false;
        }
    }

    private static byte[] Pack(IReadOnlyList<Candidate> candidates)
    {
        byte[] packed = new byte[candidates.Count * CandidateBytes];
        for (int index = 0; index < candidates.Count; index++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(packed.AsSpan(index * CandidateBytes), (candidates[index].Id.Value << 16) | checked((ushort)candidates[index].Version));
        }

        return packed;
    }

    private static IEnumerable<Candidate> Unpack(byte[] packed) => packed.Chunk(CandidateBytes)
        .Select(bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes))
        .Select(value => new Candidate(EntitlementId.FromValue(value >> 16), (int)(value & 0xFFFF)));

    private static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"f:{number:D6}");

    private static string PartsOf(int number) => string.Create(CultureInfo.InvariantCulture, $"b:{number:D6}:");

    private static string PartKey(int number, string sha256, int part) => string.Create(CultureInfo.InvariantCulture, $"{PartsOf(number)}{HashIn(sha256)}:{part:D5}");

    private static string HashIn(string sha256) => sha256[..16];
}
