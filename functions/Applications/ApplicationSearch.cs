using Azure;
using Azure.Data.Tables;
using Compensation.Common;
using Compensation.Coupons;
using Compensation.Entitlements;
using Compensation.Entitlements.Search;
using Compensation.Notices;

namespace Compensation.Applications;

/// <summary>
/// Finds applications by what their applicants state of themselves: table <c>Applications</c>, partition <c>{campaign}:r:{first two digits}</c>, row <c>search:{hash}:{receipt}</c>.
/// Where the link is to be sent is found by what <see cref="RelatedApplications"/> has noted of it.
/// </summary>
public sealed class ApplicationSearch(TableServiceClient tables, RelatedApplications related, ApplicationStore applications, AddressBook book, KeyedHash hash, ProtectedFields fields)
{
    private const int Most = 200;

    private readonly TableClient _table = tables.GetTableClient(ApplicationStore.TableName);

    /// <summary>Before the application itself is written, so that none is missed; a row that names none is passed over.</summary>
    internal Task NoteAsync(CampaignId campaign, ReceiptNumber receipt, ApplicationForm form, CancellationToken cancellationToken) =>
        Task.WhenAll(KeysOf(form).Except(SearchKey.Of(form.Delivery)).Select(key => _table.UpsertEntityAsync(RowOf(campaign, receipt, key), cancellationToken: cancellationToken)));

    /// <summary>Forgets by what the applicant of a receipt is found. What cannot be read any more leads to nobody.</summary>
    internal Task ForgetAsync(Application application, CancellationToken cancellationToken) => Task.WhenAll(KeysIn(application)
        .Select(key => RowOf(application.Campaign, application.Receipt, key)).Select(row => _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken)));

    /// <summary>The applications whose applicant states this value, one line for each coupon.</summary>
    internal async Task<IReadOnlyList<Application>> FindAsync(CampaignId campaign, SearchKey key, CancellationToken cancellationToken)
    {
        HashSet<ReceiptNumber> receipts = [.. await ReadAsync(campaign, key, cancellationToken).Take(Most).ToListAsync(cancellationToken)];
        if (key.Kind != SearchKind.Name)
        {
            receipts.UnionWith(await related.ReceiptsOfContactAsync(campaign, book.KeyOf(key.Folded), Most, cancellationToken));
        }

        IReadOnlyList<Application>[] found = await Task.WhenAll(receipts.Select(receipt => applications.FindAsync(campaign, receipt, cancellationToken)));
        return [.. found.SelectMany(lines => lines).Where(one => KeysIn(one).Contains(key))];
    }

    /// <summary>Those of others, or of another form of his own, that state the same name, the earliest first.</summary>
    internal async Task<IReadOnlyList<Application>> WithNameOfAsync(Application application, int most, CancellationToken cancellationToken)
    {
        ApplicationForm form = FormOf(application);
        IReadOnlyList<Application> found = SearchKey.OfName($"{form.Family}{form.Given}") is { } name ? await FindAsync(application.Campaign, name, cancellationToken) : [];
        return [.. found.Where(other => other.Receipt != application.Receipt).OrderBy(other => (other.ReceivedAt, other.Id)).Take(most)];
    }

    /// <summary>The applications for a coupon, the earliest first.</summary>
    internal Task<IReadOnlyList<Application>> OfCouponAsync(CampaignId campaign, InquiryNumber number, CancellationToken cancellationToken) =>
        related.OfCouponAsync(campaign, RelatedApplications.NumberKeyOf(hash, campaign, number), Most, cancellationToken);

    /// <summary>What an applicant states; nothing where it cannot be read any more.</summary>
    internal ApplicationForm FormOf(Application application) => FormOrNullOf(application) ?? new ApplicationForm(string.Empty, string.Empty);

    /// <summary>The same, or null where it cannot be read any more: one application holds up no other.</summary>
    internal ApplicationForm? FormOrNullOf(Application application) => fields.UnprotectJsonOrNull<ApplicationForm>(application.ProtectedForm);

    private IEnumerable<SearchKey> KeysIn(Application application) => FormOrNullOf(application) is { } form ? KeysOf(form) : [];

    /// <summary>The name that applications for one coupon state: the accepted one's, else the newest one's; null where none does.</summary>
    internal string? NameIn(IReadOnlyList<Application> ofCoupon) =>
        (ofCoupon.FirstOrDefault(one => one.State == ApplicationState.Accepted) ?? ofCoupon.LastOrDefault()) is { } stating && FormOf(stating).Name is { Length: > 0 } name ? name : null;

    /// <summary>The coupon's number as it was typed; empty where it cannot be read any more.</summary>
    internal string NumberOf(Application application) => fields.UnprotectOrNull(application.ProtectedNumber) ?? string.Empty;

    /// <summary>By what an applicant is found.</summary>
    internal static IEnumerable<SearchKey> KeysOf(ApplicationForm form)
    {
        IEnumerable<SearchKey?> stated =
        [
            form.Phone is { } phone ? SearchKey.OfPhone(phone) : null,
            form.Email is { } email ? SearchKey.OfEmail(email) : null,
            SearchKey.OfName($"{form.Family}{form.Given}"),
        ];
        return SearchKey.Of(form.Delivery).Concat(stated.OfType<SearchKey>()).Distinct();
    }

    private IAsyncEnumerable<ReceiptNumber> ReadAsync(CampaignId campaign, SearchKey key, CancellationToken cancellationToken)
    {
        string known = HashOf(campaign, key);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {RelatedApplications.PartitionOf(campaign, known)} and RowKey gt {$"search:{known}:"} and RowKey lt {$"search:{known};"}");
        return _table.QueryAsync<TableEntity>(filter, select: [nameof(TableEntity.RowKey)], cancellationToken: cancellationToken).Select(row => ReceiptNumber.Parse(row.RowKey.Split(':')[2]));
    }

    private TableEntity RowOf(CampaignId campaign, ReceiptNumber receipt, SearchKey key)
    {
        string known = HashOf(campaign, key);
        return new TableEntity(RelatedApplications.PartitionOf(campaign, known), $"search:{known}:{receipt}");
    }

    private string HashOf(CampaignId campaign, SearchKey key) => hash.LookUpKey("application-search", $"{campaign}\n{key.Kind}\n{key.Folded}");
}
