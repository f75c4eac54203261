using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Compensation.Applications.Proof;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.Extensions.Options;

namespace Compensation.Applications.Journeys;

/// <summary>
/// The journeys: table <c>Journeys</c>, partition <c>{campaign}:{first two digits}</c>, row <c>{id}</c>. Answers are encrypted, outlive a restart, and are deleted once
/// somebody has paused for too long.
/// </summary>
public sealed class JourneyStore(TableServiceClient tables, ProtectedFields fields, IOptions<ApplicationOptions> options, TimeProvider time)
{
    public const string TableName = "Journeys";

    private const string Answers = "Answers";
    private const string TouchedAt = "TouchedAt";
    private const string Kind = "Kind";

    /// <summary>Who comes back later is told why there is nothing any more, for so long.</summary>
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    private readonly TableClient _table = tables.GetTableClient(TableName);

    internal async Task<Journey> BeginAsync(CampaignId campaign, JourneyKind kind, Language language, CancellationToken cancellationToken)
    {
        Journey journey = new() { Campaign = campaign, Kind = kind, Id = RandomNumberGenerator.GetHexString(32, lowercase: true), TouchedAt = time.GetUtcNow(), Language = language };
        Response response = await _table.AddEntityAsync(RowOf(journey), cancellationToken);
        return journey with { Version = response.Headers.ETag ?? default };
    }

    /// <returns>The journey, or why there is none: what was typed and cannot be read any more is begun anew.</returns>
    internal async Task<(Journey? Journey, JourneyEnd End)> FindAsync(CampaignId campaign, string id, CancellationToken cancellationToken)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower))
        {
            return (null, JourneyEnd.Unknown);
        }

        NullableResponse<TableEntity> row = await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(campaign, id), id, cancellationToken: cancellationToken);
        return !row.HasValue ? (null, JourneyEnd.Unknown)
            : IsOver(row.Value!) ? (null, KindIn(row.Value!) == JourneyKind.Standing ? JourneyEnd.PausedStanding : JourneyEnd.Paused)
            : fields.UnprotectJsonOrNull<KeptAnswers>(row.Value!.GetString(Answers)) is { } kept ? (Read(campaign, row.Value!, kept), JourneyEnd.None)
            : (null, JourneyEnd.Unknown);
    }

    /// <returns>The journey as stored, or null where it was changed in between: by another click, or in a second window.</returns>
    internal async Task<Journey?> TryKeepAsync(Journey journey, CancellationToken cancellationToken)
    {
        Journey touched = journey with { TouchedAt = time.GetUtcNow() };
        try
        {
            Response response = await _table.UpdateEntityAsync(RowOf(touched), journey.Version, TableUpdateMode.Replace, cancellationToken);
            return touched with { Version = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 404)
        {
            return null;
        }
    }

    /// <summary>
    /// Those in which somebody has paused for too long, with their answers; of the ones that have been emptied, or cannot be read any more, those that are remembered no more
    /// are deleted.
    /// </summary>
    internal async IAsyncEnumerable<Journey> ReadPausedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset paused = time.GetUtcNow() - options.Value.PauseAtMost;
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"TouchedAt lt {paused}"), cancellationToken: cancellationToken))
        {
            bool isRemembered = row.GetDateTimeOffset(TouchedAt) >= time.GetUtcNow() - RememberedFor;
            if (row.GetString(Answers) is { Length: > 0 } answers && fields.UnprotectJsonOrNull<KeptAnswers>(answers) is { } kept)
            {
                yield return Read(CampaignId.Parse(row.PartitionKey.Split(':')[0]), row, kept);
            }
            else if (!isRemembered)
            {
                await DeleteAsync(row, cancellationToken);
            }
        }
    }

    private async Task DeleteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            // Somebody has come back at the last moment: the next look sees to it, and this one goes on with the others.
        }
    }

    /// <summary>Takes the answers off a journey, and leaves that there was one.</summary>
    internal async Task EmptyAsync(Journey journey, CancellationToken cancellationToken)
    {
        TableEntity row = new(PartitionOf(journey.Campaign, journey.Id), journey.Id) { [Answers] = string.Empty, [TouchedAt] = journey.TouchedAt, [Kind] = journey.Kind.ToString() };
        try
        {
            await _table.UpdateEntityAsync(row, journey.Version, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 404)
        {
            // Somebody has come back at the last moment.
        }
    }

    private bool IsOver(TableEntity row) => row.GetString(Answers) is not { Length: > 0 } || row.GetDateTimeOffset(TouchedAt) < time.GetUtcNow() - options.Value.PauseAtMost;

    private TableEntity RowOf(Journey journey) => new(PartitionOf(journey.Campaign, journey.Id), journey.Id)
    {
        [Answers] = fields.ProtectJson(new KeptAnswers(journey.Language, journey.Typed, journey.Proof, journey.SentAt, journey.Receipt)),
        [TouchedAt] = journey.TouchedAt,
        [Kind] = journey.Kind.ToString(),
    };

    private static JourneyKind KindIn(TableEntity row) => Enum.Parse<JourneyKind>(row.GetString(Kind));

    private static Journey Read(CampaignId campaign, TableEntity row, KeptAnswers kept) => new()
    {
        Campaign = campaign,
        Id = row.RowKey,
        Kind = KindIn(row),
        TouchedAt = row.GetDateTimeOffset(TouchedAt)!.Value,
        Language = kept.Language,
        Typed = kept.Typed,
        Proof = kept.Proof,
        SentAt = kept.SentAt,
        Receipt = kept.Receipt,
        Version = row.ETag,
    };

    private static string PartitionOf(CampaignId campaign, string id) => string.Create(CultureInfo.InvariantCulture, $"{campaign}:{id[..2]}");

    private sealed record KeptAnswers(Language Language, IReadOnlyDictionary<string, string> Typed, ProofOfContact Proof, DateTimeOffset? SentAt, string? Receipt);
}

/// <summary>Why there is no journey.</summary>
internal enum JourneyEnd
{
    None,

    /// <summary>There never was one, or long ago.</summary>
    Unknown,

    /// <summary>Somebody paused for too long, and what he had typed was deleted.</summary>
    Paused,

    /// <summary>Likewise, and he had not come to apply.</summary>
    PausedStanding,
}
