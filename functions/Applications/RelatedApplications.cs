using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;

namespace Compensation.Applications;

/// <summary>In what two applications may agree.</summary>
public enum Relation
{
    /// <summary>The same coupon.</summary>
    Coupon,

    /// <summary>The same proved contact.</summary>
    Contact,

    /// <summary>The same postal address.</summary>
    Address,

    /// <summary>The same name, however it is written: one person may apply twice, from two telephones. Found by <see cref="ApplicationSearch"/>.</summary>
    Name,
}

/// <summary>
/// Finds applications that have something in common: table <c>Applications</c>, partition <c>{campaign}:r:{first two digits}</c>, row
/// <c>{relation}:{hash}:{receipt}:{line}</c>, with the coupon's number as a keyed hash and the time at which the form was sent. A row is written before the application it
/// names, so that none is missed; one that names none is passed over.
/// </summary>
public sealed class RelatedApplications(TableServiceClient tables, ApplicationStore applications)
{
    private const string Number = "Number";
    private const string ReceivedAt = "ReceivedAt";

    private static readonly string[] s_columns = [nameof(TableEntity.RowKey), Number, ReceivedAt];

    private readonly TableClient _table = tables.GetTableClient(ApplicationStore.TableName);

    internal Task NoteAsync(IReadOnlyList<Application> together, CancellationToken cancellationToken) =>
        Task.WhenAll(together.SelectMany(application => KeysOf(application).Select(key => _table.UpsertEntityAsync(RowOf(application, key.Relation, key.Hash), cancellationToken: cancellationToken))));

    /// <summary>Forgets by which contact and address an application is known; that it was for its coupon stays.</summary>
    internal Task ForgetAsync(Application application, CancellationToken cancellationToken) => Task.WhenAll(KeysOf(application).Where(key => key.Relation != Relation.Coupon)
        .Select(key => RowOf(application, key.Relation, key.Hash)).Select(row => _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken)));

    /// <summary>The other applications that agree with one, the earliest first.</summary>
    /// <param name="application">The one.</param>
    /// <param name="relation">In what.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async Task<IReadOnlyList<Application>> OfAsync(Application application, Relation relation, int most, CancellationToken cancellationToken)
    {
        List<Application> related = [];
        foreach (RelatedRow row in (await RowsOfAsync(application, relation, cancellationToken)).Take(most))
        {
            if (await FindAsync(application.Campaign, row, cancellationToken) is { } other)
            {
                related.Add(other);
            }
        }

        return related;
    }

    /// <summary>Those that came earlier for the same coupon, the earliest first: all of them, read one by one as they are asked for.</summary>
    internal async Task<IReadOnlyList<RelatedRow>> EarlierForCouponAsync(Application application, CancellationToken cancellationToken) =>
        [.. (await RowsOfAsync(application, Relation.Coupon, cancellationToken)).TakeWhile(row => row.Order.CompareTo((application.ReceivedAt, application.Id)) < 0)];

    /// <summary>By what applications for one coupon are known.</summary>
    internal static string NumberKeyOf(KeyedHash hash, CampaignId campaign, InquiryNumber number) => hash.LookUpKey("application-number", $"{campaign}\n{number.Value}");

    /// <summary>The applications for a coupon, the earliest first.</summary>
    internal async Task<IReadOnlyList<Application>> OfCouponAsync(CampaignId campaign, string numberKey, int most, CancellationToken cancellationToken)
    {
        List<RelatedRow> rows = await ReadAsync(campaign, Relation.Coupon, numberKey, cancellationToken).ToListAsync(cancellationToken);
        Application?[] found = await Task.WhenAll(rows.OrderBy(row => row.Order).Take(most).Select(row => FindAsync(campaign, row, cancellationToken)));
        return [.. found.OfType<Application>()];
    }

    /// <summary>The receipts of applications with this contact.</summary>
    internal async Task<IReadOnlyList<ReceiptNumber>> ReceiptsOfContactAsync(CampaignId campaign, string contactKey, int most, CancellationToken cancellationToken) =>
        await ReadAsync(campaign, Relation.Contact, contactKey, cancellationToken).Select(row => row.Receipt).Take(most).ToListAsync(cancellationToken);

    /// <summary>Null where a row was written, and its application was not.</summary>
    internal Task<Application?> FindAsync(CampaignId campaign, RelatedRow row, CancellationToken cancellationToken) => applications.FindAsync(campaign, row.Receipt, row.Line, cancellationToken);

    /// <summary>Whether these coupons would be more different ones than a contact may apply for, with those for which he has applied. One for which he has counts once.</summary>
    internal async Task<bool> AreTooManyAsync(CampaignId campaign, string contactKey, IEnumerable<string> numberKeys, int most, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = [.. numberKeys];
        HashSet<string> others = new(StringComparer.Ordinal);
        await foreach (RelatedRow row in ReadAsync(campaign, Relation.Contact, contactKey, cancellationToken))
        {
            if (!wanted.Remove(row.NumberKey))
            {
                others.Add(row.NumberKey);
            }

            if (wanted.Count == 0)
            {
                return false;
            }

            if (others.Count > most)
            {
                break;
            }
        }

        return wanted.Count + others.Count > most;
    }

    private async Task<IEnumerable<RelatedRow>> RowsOfAsync(Application application, Relation relation, CancellationToken cancellationToken)
    {
        List<RelatedRow> rows = [];
        foreach ((_, string hash) in KeysOf(application).Where(key => key.Relation == relation))
        {
            rows.AddRange(await ReadAsync(application.Campaign, relation, hash, cancellationToken).ToListAsync(cancellationToken));
        }

        return rows.Where(row => row.Id != application.Id).OrderBy(row => row.Order);
    }

    private async IAsyncEnumerable<RelatedRow> ReadAsync(CampaignId campaign, Relation relation, string hash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string from = $"{relation}:{hash}:";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, hash)} and RowKey gt {from} and RowKey lt {$"{relation}:{hash};"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: s_columns, cancellationToken: cancellationToken))
        {
            string[] key = row.RowKey.Split(':');
            yield return new RelatedRow(ReceiptNumber.Parse(key[2]), int.Parse(key[3], CultureInfo.InvariantCulture), row.GetString(Number), row.GetDateTimeOffset(ReceivedAt)!.Value);
        }
    }

    private static IEnumerable<(Relation Relation, string Hash)> KeysOf(Application application) => new[]
    {
        (Relation.Coupon, application.NumberKey), (Relation.Contact, application.ContactKey), (Relation.Address, application.AddressKey),
    }.Where(key => key.Item2.Length > 0);

    private static TableEntity RowOf(Application application, Relation relation, string hash) =>
        new(PartitionOf(application.Campaign, hash), string.Create(CultureInfo.InvariantCulture, $"{relation}:{hash}:{application.Receipt}:{application.Line}"))
        {
            [Number] = application.NumberKey,
            [ReceivedAt] = application.ReceivedAt,
        };

    internal static string PartitionOf(CampaignId campaign, string hash) => $"{campaign}:r:{hash[..2]}";
}

/// <summary>What is known of an application by what it has in common with others.</summary>
internal sealed record RelatedRow(ReceiptNumber Receipt, int Line, string NumberKey, DateTimeOffset ReceivedAt)
{
    public string Id => Application.IdOf(Receipt, Line);

    /// <summary>Who comes first is told by it.</summary>
    public (DateTimeOffset ReceivedAt, string Id) Order => (ReceivedAt, Id);
}
