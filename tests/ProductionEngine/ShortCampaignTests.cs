using Azure.Data.Tables;
using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.ProductionEngine.Tests;

public sealed class ProductionCompensationTests : ProductionShortCampaigns
{
    [Fact]
    public Task A_campaign_whose_wave_is_paused_and_resumed_ends_with_its_books_and_leaves_nothing_open() => AtSomePaceAsync(PauseAndResumeAsync);
}

public sealed class ProductionAwardTests : ProductionShortCampaigns
{
    [Fact]
    public Task An_award_that_is_killed_while_it_grants_books_everybodys_points_once() => AtSomePaceAsync(KillAndGoOnAsync);
}

public sealed class LocalCompensationTests : LocalShortCampaigns
{
    [Fact]
    public Task A_campaign_whose_wave_is_paused_and_resumed_ends_with_its_books_and_leaves_nothing_open() => AtSomePaceAsync(PauseAndResumeAsync);
}

public sealed class LocalAwardTests : LocalShortCampaigns
{
    [Fact]
    public Task An_award_that_is_killed_while_it_grants_books_everybodys_points_once() => AtSomePaceAsync(KillAndGoOnAsync);
}

/// <summary>On DurableTask.AzureStorage.</summary>
public abstract class ProductionShortCampaigns : ShortCampaigns
{
    internal override async Task<IDurableEngine> CreateAsync(TableServiceClient tables, string hub) => new ProductionEngine(await StorageEmulator.ConnectionStringAsync(), hub);
}

/// <summary>On the engine of local/.</summary>
public abstract class LocalShortCampaigns : ShortCampaigns
{
    internal override Task<IDurableEngine> CreateAsync(TableServiceClient tables, string hub) => Task.FromResult<IDurableEngine>(new DurableEngine(
        tables, new DurableEngineOptions { HubName = hub, TimersAreHasty = true }, TimeProvider.System, new WorkInProgress(), NullLoggerFactory.Instance));
}
