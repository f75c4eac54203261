namespace Compensation.Operations.Acts.Anchors;

/// <summary>Where heads of the chains of acts are kept outside the store: whoever changes the store cannot change these. They are only ever added to.</summary>
public interface IAnchors
{
    /// <summary>Whether there is such a place.</summary>
    bool AreKept { get; }

    Task WriteAsync(IReadOnlyCollection<Anchor> anchors, CancellationToken cancellationToken);

    /// <summary>All of one chain.</summary>
    IAsyncEnumerable<Anchor> ReadAsync(string partition, CancellationToken cancellationToken);
}

/// <summary>There is no place outside.</summary>
internal sealed class NoAnchors : IAnchors
{
    public bool AreKept => false;

    public Task WriteAsync(IReadOnlyCollection<Anchor> anchors, CancellationToken cancellationToken) => Task.CompletedTask;

    public IAsyncEnumerable<Anchor> ReadAsync(string partition, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Anchor>();
}
