using Compensation.Operations.Acts.Anchors;

namespace Compensation.Tests.Operations;

public sealed class FileAnchorTests : IDisposable
{
    private const int Writers = 8;
    private const int LinesEach = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("anchors-tests-").FullName;

    private string Configured => Path.Combine(_folder, "act-anchors.tsv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whatever_several_processes_write_at_the_same_instant_is_there()
    {
        using Barrier together = new(Writers);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () =>
            {
                FileAnchors anchors = new(Configured);
                for (int line = 0; line < LinesEach; line++)
                {
                    Assert.True(together.SignalAndWait(InTime.Limit));
                    anchors.WriteAsync([AnchorOf((writer * LinesEach) + line)], CancellationToken.None).GetAwaiter().GetResult();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        List<long> found = await ReadAsync();

        Assert.Equal(Enumerable.Range(0, Writers * LinesEach).Select(number => (long)number), found.Order());
    }

    [Fact]
    public async Task A_line_that_was_torn_is_none_and_spoils_no_other()
    {
        FileAnchors anchors = new(Configured);
        await anchors.WriteAsync([AnchorOf(1)], CancellationToken.None);
        await File.AppendAllTextAsync(Directory.EnumerateFiles(_folder).Single(), "kumamoto\t2\tha");

        await anchors.WriteAsync([AnchorOf(3), AnchorOf(4) with { Partition = "installation" }], CancellationToken.None);

        Assert.Equal([1L, 3L], await ReadAsync());
    }

    [Fact]
    public async Task Before_anything_was_written_there_is_nothing() => Assert.Empty(await ReadAsync());

    private async Task<List<long>> ReadAsync() => await new FileAnchors(Configured).ReadAsync("kumamoto", CancellationToken.None).Select(anchor => anchor.Sequence).ToListAsync();

    private static Anchor AnchorOf(int number) => new("kumamoto", number, new string('a', 64), new DateTimeOffset(2023, 4, 10, 0, 0, 0, TimeSpan.Zero));
}
