using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Compensation.Common.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Compensation.Tests.Common.Hosting;

public sealed class RequiredTablesTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Every_table_is_there_before_anything_starts_however_often_it_was_named_or_made()
    {
        TableServiceClient tables = _store.Connect();
        await tables.CreateTableIfNotExistsAsync("Old");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(tables);
        builder.Services.AddHostedService<FirstReader>();
        builder.Services.RequireTable("Old").RequireTable("New").RequireTable("New");
        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.Equal(0, await host.Services.GetServices<IHostedService>().OfType<FirstReader>().Single().RowsSeen);

        List<string> names = [];
        await foreach (TableItem table in tables.QueryAsync())
        {
            names.Add(table.Name);
        }

        Assert.Equal(["New", "Old"], names.Order(StringComparer.Ordinal));
        await host.StopAsync();
    }

    public void Dispose()
    {
        _store.Dispose();
    }

    /// <summary>Was registered before the tables were asked for, and reads one in its first moment.</summary>
    private sealed class FirstReader(TableServiceClient tables) : IHostedService
    {
        private readonly TaskCompletionSource<int> _rows = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> RowsSeen => _rows.Task;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            int rows = 0;
            await foreach (TableEntity _ in tables.GetTableClient("New").QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            {
                rows++;
            }

            _rows.SetResult(rows);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
