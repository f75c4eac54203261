using Compensation.Emulators.Bank.Books;
using Compensation.Rehearsal.Witness;

namespace Compensation.Tests.Rehearsal;

/// <summary>A reader that fails has not found anything sound.</summary>
public sealed class NodeReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rehearsal-tests-").FullName;

    [Theory]
    [InlineData("console.log('sound: 1 payments, 5 yen')", null)]
    [InlineData("console.log('sound: 1 payments, 6 yen')", "File 1 is sound: 1 payments, 6 yen")]
    [InlineData("console.log('faulty: record 2')", "File 1 is faulty: record 2")]
    [InlineData("", "File 1 is not read: the reader speaks of 0 files instead of 1")]
    [InlineData("console.log('sound: 1 payments, 5 yen'); console.log('sound: 1 payments, 5 yen')", "File 1 is not read: the reader speaks of 2 files instead of 1")]
    [InlineData("console.error('no'); console.log('sound: 1 payments, 5 yen'); process.exitCode = 3", "File 1 is not read: the reader ended with code 3: no")]
    [InlineData("setInterval(() => {}, 1000)", "File 1 is not read: the reader has not ended in 0.05 minutes", 3)]
    public async Task What_the_reader_does_not_call_sound_is_a_fault(string script, string? expected, int seconds = 300)
    {
        string path = Path.Combine(_folder, "reader.mjs");
        await File.WriteAllTextAsync(path, script);
        NodeReader reader = new("node", path, TimeSpan.FromSeconds(seconds));

        IReadOnlyList<string>? faults = await reader.FaultsAsync([new AcceptedFile(1, default, 1, 5, string.Empty, path)], CancellationToken.None);

        Assert.Equal(expected is null ? [] : [expected], faults!);
    }

    [Fact]
    public async Task Only_where_there_is_no_Node_nobody_has_read()
    {
        NodeReader reader = new("no-such-node", NodeReader.Script, TimeSpan.FromMinutes(5));

        Assert.Null(await reader.FaultsAsync([new AcceptedFile(1, default, 1, 5, string.Empty, _folder)], CancellationToken.None));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
