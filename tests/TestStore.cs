using Azure.Data.Tables;
using Compensation.Local.Tables;

namespace Compensation.Tests;

/// <summary>Embedded tables in a folder of their own, opened when first used, deleted at the end.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly Lazy<EmbeddedTables> _tables;

    public TestStore() => _tables = new Lazy<EmbeddedTables>(() => EmbeddedTables.Open(Folder));

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "store-" + Guid.NewGuid().ToString("N"));

    public TableServiceClient Connect(TableClientOptions? options = null) => _tables.Value.Connect(options);

    public void Dispose()
    {
        if (_tables.IsValueCreated)
        {
            _tables.Value.Dispose();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
