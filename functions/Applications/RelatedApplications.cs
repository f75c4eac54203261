using System.Globalization;
using System.Runtime.CompilerServices;
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
}

/// <summary>
/// Finds applications that have something in common: table <c>Applications</c>, partition <c>{campaign}:r:{first two digits}</c>, row
/// <c>{relation}:{hash}:{receipt}:{line}</c>. A row is written before the application it names, so that none is missed; one that names none is passed over.
/// </summary>
public sealed class RelatedApplications(TableServiceClient tables, ApplicationStore applications)
{
    /// <summary>More than these are not looked at: whoever has so many is somebody's work for other reasons.</summary>
    private const int Most = 200;

    private readonly TableClient _table = tables.GetTableClient(ApplicationStore.TableName);

    internal Task NoteAsync(IReadOnlyList<Application> together, CancellationToken cancellationToken) =>
        Task.WhenAll(together.SelectMany(application => KeysOf(application).Select(key => _table.UpsertEntityAsync(RowOf(application, key.Relation, key.Hash), cancellationToken: cancellationToken))));

    /// <summary>The other applications that agree with one, the earliest first.</summary>
    internal async Task<IReadOnlyList<Application>> OfAsync(Application application, Relation relation, CancellationToken cancellationToken)
    {
        List<Application> related = [];
        foreach ((_, string hash) in KeysOf(application).Where(key => key.Relation == relation))
        {
            await foreach ((ReceiptNumber receipt, int line) in ReadAsync(application.Campaign, relation, hash, cancellationToken).Take(Most))
            {
                if ((receipt, line) != (application.Receipt, application.Line) && await applications.FindAsync(application.Campaign, receipt, line, cancellationToken) is { } other)
                {
                    related.Add(other);
                }
            }
        }

        return [.. related.OrderBy(other => other.ReceivedAt).ThenBy(other => other.Id, StringComparer.Ordinal)];
    }

    /// <summary>For how many different coupons a contact has applied so far; at most <see cref="Most"/>.</summary>
    internal async Task<int> CountOfContactAsync(CampaignId campaign, string contactKey, CancellationToken cancellationToken) =>
        await ReadAsync(campaign, Relation.Contact, contactKey, cancellationToken).Take(Most).CountAsync(cancellationToken);

    /// <summary>By what applications for one coupon are known.</summary>
    internal static string NumberKeyOf(KeyedHash hash, CampaignId campaign, InquiryNumber number) => hash.LookUpKey("application-number", $"{campaign}\n{number.Value}");

    /// <summary>The applications for a coupon, the earliest first.</summary>
    internal async Task<IReadOnlyList<Application>> OfCouponAsync(CampaignId campaign, string numberKey, CancellationToken cancellationToken)
    {
        List<(ReceiptNumber Receipt, int Line)> lines = await ReadAsync(campaign, Relation.Coupon, numberKey, cancellationToken).Take(Most).ToListAsync(cancellationToken);
        Application?[] found = await Task.WhenAll(lines.Select(line => applications.FindAsync(campaign, line.Receipt, line.Line, cancellationToken)));
        return [.. found.OfType<Application>().OrderBy(one => one.ReceivedAt).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    /// <summary>The receipts of applications with this contact.</summary>
    internal async Task<IReadOnlyList<ReceiptNumber>> ReceiptsOfContactAsync(CampaignId campaign, string contactKey, CancellationToken cancellationToken) =>
        await ReadAsync(campaign, Relation.Contact, contactKey, cancellationToken).Take(Most).Select(found => found.Receipt).ToListAsync(cancellationToken);

    private async IAsyncEnumerable<(ReceiptNumber Receipt, int Line)> ReadAsync(
        CampaignId campaign, Relation relation, string hash, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string from = $"{relation}:{hash}:";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(campaign, hash)} and RowKey gt {from} and RowKey lt {$"{relation}:{hash};"}");
        await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken))
        {
            string[] key = row.RowKey.Split(':');
            yield return (ReceiptNumber.Parse(key[2]), int.Parse(key[3], CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<(Relation Relation, string Hash)> KeysOf(Application application) => new[]
    {
        (Relation.Coupon, application.NumberKey), (Relation.Contact, application.ContactKey), (Relation.Address, application.AddressKey),
    }.Where(key => key.Item2.Length > 0);

    private static TableEntity RowOf(Application application, Relation relation, string hash) =>
        new(PartitionOf(application.Campaign, hash), string.Create(CultureInfo.InvariantCulture, $"{relation}:{hash}:{application.Receipt}:{application.Line}"));

    internal static string PartitionOf(CampaignId campaign, string hash) => $"{campaign}:r:{hash[..2]}";
}
