using Compensation.Local.Durable;
using Compensation.Local.Host;
using Compensation.Local.Host.Durable;
using Compensation.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Compensation.ProductionEngine.Tests;

public sealed class LocalEngineTests : EngineConformance, IDisposable
{
    private readonly TestStore _store = new();

    protected override TimeSpan MostEarliness => TimeSpan.FromSeconds(1);

    public void Dispose() => _store.Dispose();

    internal override Task<IDurableEngine> CreateAsync() => Task.FromResult<IDurableEngine>(new DurableEngine(
        _store.Connect(), new DurableEngineOptions { TimersAreHasty = true }, TimeProvider.System, new WorkInProgress(), NullLoggerFactory.Instance));
}

public sealed class ProductionEngineTests : EngineConformance
{
    protected override TimeSpan MostEarliness => TimeSpan.FromSeconds(1);

    internal override async Task<IDurableEngine> CreateAsync() => new ProductionEngine(await StorageEmulator.ConnectionStringAsync(), $"T{Guid.NewGuid():N}"[..30]);
}
