using Azure;
using Azure.Data.Tables;
using Compensation.Applications;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Tests.Applications;

/// <summary>What is stored and cannot be read any more.</summary>
public sealed class UnreadableTests
{
    [Fact]
    public async Task An_application_that_cannot_be_read_is_decided_by_nobody_and_holds_up_no_other()
    {
        await using ApplicationsWorld world = await ApplicationsWorld.StartAsync(ledger: ["YM-000001,2023-02-24,3000,false,,ヤマダ タロウ,,,", "YM-000002,2023-02-24,3000,false,,ヤマダ タロウ,,,"]);
        List<string> receipts = [];
        foreach (string number in new[] { "YM-000001", "YM-000002" })
        {
            receipts.Add((await world.ApplyAsync(ApplicationsWorld.Answers(number))).Receipt!);
            await world.UntilAsync(world.Clock.GetUtcNow().AddMinutes(1));
        }

        TableClient table = world.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(ApplicationStore.TableName);
        List<TableEntity> applied = await table.QueryAsync<TableEntity>().Where(row => row.ContainsKey("Form")).ToListAsync();
        Assert.Equal(2, applied.Count);
        foreach (TableEntity unreadable in applied.Where(row => row.RowKey == applied[0].RowKey))
        {
            await table.UpdateEntityAsync(new TableEntity(unreadable.PartitionKey, unreadable.RowKey) { ["Form"] = "no ciphertext" }, ETag.All, TableUpdateMode.Merge);
        }

        await world.UntilAsync(world.Campaign.CutoffAt.AddDays(1));

        Assert.Equal(["Accepted", "Received"], (await table.QueryAsync<TableEntity>().Where(row => row.ContainsKey("Form")).Select(row => row.GetString("State")).ToListAsync()).Order());
        Assert.Contains("nothing is decided about it", await world.Http.GetStringAsync("alarms"), StringComparison.Ordinal);

        // Its time of keeping ends like that of the others.
        Assert.Equal(2, await world.App.Services.GetRequiredService<ForgetApplicants>().AllAsync(world.Campaign.Id, CancellationToken.None));
        Assert.Equal(0, await world.App.Services.GetRequiredService<ForgetApplicants>().AllAsync(world.Campaign.Id, CancellationToken.None));
    }
}
