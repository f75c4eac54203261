using System.Runtime.CompilerServices;

namespace Azure.Data.Tables;

/// <summary>Where the pages of a query come from.</summary>
internal interface IPageSource<T>
    where T : notnull
{
    ValueTask<Page<T>> ReadAsync(string? continuationToken, int? pageSize, bool async, CancellationToken cancellationToken);
}

internal sealed class TablePageable<T>(IPageSource<T> source, int? maxPerPage, CancellationToken cancellationToken) : Pageable<T>(cancellationToken)
    where T : notnull
{
    public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        // A page may be empty and still have a successor: only the missing token ends the query.
        do
        {
            Page<T> page = source.ReadAsync(continuationToken, pageSizeHint ?? maxPerPage, async: false, CancellationToken).Now();
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}

internal sealed class TableAsyncPageable<T>(IPageSource<T> source, int? maxPerPage, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        => PagesAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T> page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (T value in page.Values)
            {
                yield return value;
            }
        }
    }

    private async IAsyncEnumerable<Page<T>> PagesAsync(
        string? continuationToken, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            Page<T> page = await source.ReadAsync(continuationToken, pageSize, async: true, cancellationToken);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }
}
