using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Compensation.Common.Hosting;

/// <summary>A table that some slice keeps its rows in.</summary>
/// <param name="Name">3 to 63 letters and digits, a letter first.</param>
public sealed record RequiredTable(string Name);

/// <summary>Lets each slice name its tables where it registers its services.</summary>
public static class RequiredTables
{
    /// <summary>Has the table created before anything of the application starts. Naming one twice is harmless.</summary>
    public static IServiceCollection RequireTable(this IServiceCollection services, string name)
    {
        services.AddSingleton(new RequiredTable(name));
        services.AddHostedService<CreateRequiredTables>();
        return services;
    }
}

/// <summary>
/// Creates every <see cref="RequiredTable"/> that does not exist yet. It does so while the host is still starting:
/// timers and orchestrations that go on from an earlier run may read a table in their first moment.
/// </summary>
public sealed class CreateRequiredTables(TableServiceClient tables, IEnumerable<RequiredTable> required) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        IEnumerable<string> names = required.Select(table => table.Name).Distinct(StringComparer.OrdinalIgnoreCase);
        return Task.WhenAll(names.Select(name => tables.CreateTableIfNotExistsAsync(name, cancellationToken)));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
