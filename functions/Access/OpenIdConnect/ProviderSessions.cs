using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Compensation.Access.Accounts;
using Compensation.Common;
using Compensation.Common.Access;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Compensation.Access.OpenIdConnect;

/// <summary>
/// Asks the provider again, while somebody's session goes on, whether he is still to come in and what he may do: a role taken away there holds here after
/// <see cref="OpenIdConnectSettings.AskAgainAfter"/> at the latest. Table <c>Accounts</c>, partition <c>p</c>, a row for each session with its refresh token, encrypted.
/// </summary>
public sealed class ProviderSessions(TableServiceClient tables, ProtectedFields fields, ProviderAnswers provider, ProviderAccounts accounts, IOptions<OpenIdConnectSettings> settings, WallClock clock, ILogger<ProviderSessions> logger)
{
    private const string Partition = "p";
    private const string Whose = nameof(Whose);
    private const string Refresh = nameof(Refresh);
    private const string AskedAt = nameof(AskedAt);
    private const string AskingUntil = nameof(AskingUntil);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than an answer takes and is written down; whoever asks and dies is followed by another after it.</summary>
    private readonly TimeSpan _askingAtMost = settings.Value.AnswersWithin + TimeSpan.FromSeconds(5);

    private readonly TableClient _table = tables.GetTableClient(AccountStore.TableName);

    /// <returns>The session's id, for its cookie.</returns>
    internal async Task<string> BeginAsync(PersonId whose, string? refreshToken, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(refreshToken))
        {
            logger.ProviderCannotBeAsked(whose, settings.Value.WithoutAnswer);
        }

        string id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        TableEntity row = new(Partition, id) { [Whose] = whose.Value, [Refresh] = fields.Protect(refreshToken ?? string.Empty), [AskedAt] = clock.Now };
        await _table.AddEntityAsync(row, cancellationToken);
        return id;
    }

    /// <summary>Whether a session goes on. Whom the provider knows no more, or cannot be asked about for too long, has to sign in again.</summary>
    internal async Task<bool> HoldsAsync(PersonId whose, string session, CancellationToken cancellationToken)
    {
        // What is waited for happens in another instance, in no time but the real one.
        using PeriodicTimer next = new(Look);
        DateTimeOffset? askedAt = null;
        for (TimeSpan waited = TimeSpan.Zero; waited < _askingAtMost; waited += Look)
        {
            NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, session, cancellationToken: cancellationToken);
            DateTimeOffset now = clock.Now;
            if (!found.HasValue || found.Value!.GetString(Whose) != whose.Value)
            {
                return false;
            }

            TableEntity row = found.Value;
            askedAt = row.GetDateTimeOffset(AskedAt);
            if (StoredWait.Lasts(askedAt, settings.Value.AskAgainAfter, now))
            {
                return true;
            }

            // One asks, as a refresh token may be good for once; the others wait for what he hears.
            if (!StoredWait.Lasts(row.GetDateTimeOffset(AskingUntil) - _askingAtMost, _askingAtMost, now) && await TryClaimAsync(row, now, cancellationToken) is { } claimed)
            {
                return await AskAsync(whose, claimed, cancellationToken);
            }

            await next.WaitForNextTickAsync(cancellationToken);
        }

        return GoesOnWithoutAnswer(askedAt);
    }

    internal Task EndAsync(string session, CancellationToken cancellationToken) => _table.DeleteEntityAsync(Partition, session, ETag.All, cancellationToken);

    /// <summary>Deletes what is left of sessions that nobody has used for so long.</summary>
    internal async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and AskedAt lt {before}"), cancellationToken: cancellationToken))
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }
    }

    private async Task<TableEntity?> TryClaimAsync(TableEntity row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        row[AskingUntil] = now + _askingAtMost;
        try
        {
            row.ETag = (await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken)).Headers.ETag ?? default;
            return row;
        }
        catch (RequestFailedException raced) when (raced.Status is 404 or 412)
        {
            return null;
        }
    }

    private async Task<bool> AskAsync(PersonId whose, TableEntity row, CancellationToken cancellationToken)
    {
        if (fields.UnprotectOrNull(row.GetString(Refresh)!) is not { } token)
        {
            // Nobody can be asked with it any more: he signs in again.
            await EndAsync(row.RowKey, cancellationToken);
            return false;
        }

        ProviderAnswer answer = await provider.AskAsync(token, cancellationToken);
        switch (answer)
        {
            case ProviderAnswer.Vouches vouches when vouches.Id == whose:
                await accounts.KeepAsync(whose, vouches.Token, cancellationToken);
                (row[Refresh], row[AskedAt]) = (fields.Protect(vouches.RefreshToken), clock.Now);
                return await FinishAsync(row, cancellationToken);
            case ProviderAnswer.Silent:
                return await FinishAsync(row, cancellationToken) && GoesOnWithoutAnswer(row.GetDateTimeOffset(AskedAt));
            default:
                logger.ProviderVouchesNoMore(whose);
                await EndAsync(row.RowKey, cancellationToken);
                return false;
        }
    }

    private bool GoesOnWithoutAnswer(DateTimeOffset? askedAt) => StoredWait.Lasts(askedAt, settings.Value.AskAgainAfter + settings.Value.WithoutAnswer, clock.Now);

    /// <returns>False where the session has been ended meanwhile.</returns>
    private async Task<bool> FinishAsync(TableEntity row, CancellationToken cancellationToken)
    {
        row.Remove(AskingUntil);
        try
        {
            await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException ended) when (ended.Status == 404)
        {
            return false;
        }
        catch (RequestFailedException other) when (other.Status == 412)
        {
            // We were held up for so long that another has asked: what he was told counts.
            return true;
        }
    }
}
