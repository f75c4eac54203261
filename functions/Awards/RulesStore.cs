using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Campaigns.Points;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>
/// Every version of a campaign's rules that has been in force, the candidates that were tried out, and what came of either. Table <c>AwardRules</c>,
/// partition <c>{campaign}</c>, rows <c>v:{version}</c>, <c>d:{hash}</c> and <c>totals</c>.
/// </summary>
public sealed class RulesStore(TableServiceClient tables, CampaignCatalog campaigns, TimeProvider time)
{
    public const string TableName = "AwardRules";

    private const string VersionPrefix = "v:";
    private const string Totals = "totals";
    private const int Conflict = 409;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly ConcurrentDictionary<(CampaignId, string), PointRules> _compiled = new();

    /// <summary>The rules that were in force under a version.</summary>
    /// <exception cref="InvalidOperationException">There was no such version.</exception>
    internal async Task<PointRules> OfVersionAsync(CampaignId campaign, int version, CancellationToken cancellationToken)
    {
        string key = KeyOf(version);
        if (_compiled.TryGetValue((campaign, key), out PointRules? known))
        {
            return known;
        }

        RulesRecord record = await FindAsync(campaign, key, cancellationToken) ?? throw new InvalidOperationException($"Campaign {campaign} has had no rules of version {version}.");
        return _compiled[(campaign, key)] = record.ToRules();
    }

    /// <summary>The version taken over last; null before the first.</summary>
    internal async Task<RulesRecord?> LatestAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        RulesRecord? latest = null;
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {campaign.Value} and RowKey ge {VersionPrefix} and RowKey lt {"v;"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            latest = RecordOf(row);
        }

        return latest;
    }

    /// <summary>What computes now: the version taken over last, or the campaign file's where none has been yet.</summary>
    internal async Task<PointRules> InForceAsync(CampaignId campaign, CancellationToken cancellationToken) =>
        await LatestAsync(campaign, cancellationToken) is { } latest ? latest.ToRules() : new PointRules(campaigns[campaign].Award!);

    /// <summary>Keeps a version for good. False where it is there already.</summary>
    internal async Task<bool> TryAddAsync(CampaignId campaign, RulesRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(RowOf(campaign, KeyOf(record.Version), record), cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == Conflict)
        {
            return false;
        }
    }

    internal Task<RulesRecord?> FindVersionAsync(CampaignId campaign, int version, CancellationToken cancellationToken) => FindAsync(campaign, KeyOf(version), cancellationToken);

    internal Task<RulesRecord?> FindCandidateAsync(CampaignId campaign, string hash, CancellationToken cancellationToken) => FindAsync(campaign, CandidateKey(hash), cancellationToken);

    internal Task KeepCandidateAsync(CampaignId campaign, RulesRecord candidate, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(RowOf(campaign, CandidateKey(candidate.Hash), candidate), TableUpdateMode.Merge, cancellationToken);

    /// <summary>What trying a candidate out has shown; null where that is not over.</summary>
    internal Task<RulesDifference?> FindDifferenceAsync(CampaignId campaign, string hash, CancellationToken cancellationToken) =>
        FindResultAsync<RulesDifference>(campaign, CandidateKey(hash), cancellationToken);

    internal Task KeepDifferenceAsync(CampaignId campaign, string hash, RulesDifference difference, CancellationToken cancellationToken) =>
        KeepResultAsync(campaign, CandidateKey(hash), difference, cancellationToken);

    internal Task<ComputedAwards?> FindTotalsAsync(CampaignId campaign, CancellationToken cancellationToken) => FindResultAsync<ComputedAwards>(campaign, Totals, cancellationToken);

    internal Task KeepTotalsAsync(CampaignId campaign, ComputedAwards totals, CancellationToken cancellationToken) => KeepResultAsync(campaign, Totals, totals, cancellationToken);

    private static string KeyOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{VersionPrefix}{version:d6}");

    private static string CandidateKey(string hash) => $"d:{hash}";

    private async Task<RulesRecord?> FindAsync(CampaignId campaign, string key, CancellationToken cancellationToken) =>
        await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, key, cancellationToken: cancellationToken) is { HasValue: true } row ? RecordOf(row.Value!) : null;

    private async Task<T?> FindResultAsync<T>(CampaignId campaign, string key, CancellationToken cancellationToken)
        where T : class =>
        await _table.GetEntityIfExistsAsync<TableEntity>(campaign.Value, key, cancellationToken: cancellationToken) is { HasValue: true } row && row.Value!.GetBinary("Result") is { } json
            ? JsonSerializer.Deserialize<T>(json)
            : null;

    private Task KeepResultAsync<T>(CampaignId campaign, string key, T result, CancellationToken cancellationToken) => _table.UpsertEntityAsync(
        new TableEntity(campaign.Value, key) { ["Result"] = JsonSerializer.SerializeToUtf8Bytes(result), ["At"] = time.GetUtcNow() }, TableUpdateMode.Merge, cancellationToken);

    private TableEntity RowOf(CampaignId campaign, string key, RulesRecord record) =>
        new(campaign.Value, key) { ["Version"] = record.Version, ["Hash"] = record.Hash, ["Rules"] = record.Json, ["Since"] = time.GetUtcNow() };

    private static RulesRecord RecordOf(TableEntity row) => new(row.GetInt32("Version")!.Value, row.GetString("Hash")!, row.GetBinary("Rules")!);
}
