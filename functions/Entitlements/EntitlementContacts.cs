using Azure;
using Azure.Data.Tables;
using Compensation.Campaigns;
using Compensation.Common;

namespace Compensation.Entitlements;

/// <summary>Puts contacts on file with entitlements that exist, encrypted. Only a contact's columns are written: state and amounts may change at the same time.</summary>
public sealed class EntitlementContacts(TableServiceClient tables, CampaignCatalog campaigns, ProtectedFields fields)
{
    private readonly TableClient _table = tables.GetTableClient(EntitlementStore.TableName);

    /// <summary>What is on file; null where nothing is, or nothing that can be read any more.</summary>
    public Contact? ContactOf(Entitlement person) => person.ProtectedContact is null ? null : fields.UnprotectJsonOrNull<Contact>(person.ProtectedContact);

    /// <summary>Replaces people's contacts, a hundred of one shard in a transaction.</summary>
    public async Task KeepAsync(IEnumerable<(Entitlement Person, Contact Contact)> contacts, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, TableEntity> shard in contacts.Select(one => RowOf(one.Person, one.Contact)).GroupBy(row => row.PartitionKey, StringComparer.Ordinal))
        {
            foreach (TableEntity[] chunk in shard.Chunk(EntitlementStore.TransactionSizeMax))
            {
                await _table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpdateMerge, row, ETag.All)), cancellationToken);
            }
        }
    }

    private TableEntity RowOf(Entitlement person, Contact contact) =>
        new(Shards.PartitionKey(person.Campaign, person.Id.ShardOf(campaigns[person.Campaign].Shards)), EntitlementRow.KeyOf(person.Id))
        {
            [nameof(EntitlementRow.Contacts)] = (int)contact.Kinds,
            [nameof(EntitlementRow.Contact)] = fields.ProtectJson(contact),
        };
}
