using Compensation.Local.Tables;

namespace Compensation.Tests.Local.DurableTask;

/// <summary>An embedded store in a folder of its own, removed afterwards.</summary>
public sealed class TestStore : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "durable-" + Guid.NewGuid().ToString("N"));

    public string ConnectionString => $"UseEmbeddedStorage={_folder}";

    public void Dispose()
    {
        EmbeddedStorage.Close(_folder);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
