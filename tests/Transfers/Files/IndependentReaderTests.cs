using System.Globalization;
using Compensation.Rehearsal.Witness;
using Compensation.Tests.Local;
using Compensation.Transfers.Files;

namespace Compensation.Tests.Transfers.Files;

/// <summary>A reader in another language, which shares no line with the writer, looks at what the app gives the bank.</summary>
public class IndependentReaderTests
{
    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Another_reader_finds_the_file_sound_and_its_sum_that_of_the_books(string lineEnds)
    {
        using TransferWorld world = new(("Transfers:LineEnds", lineEnds));
        foreach ((string holder, string bank, string branch, long yen) in new[] { ("ﾔﾏﾀﾞ ﾀﾛｳ", "0001", "004", 1L), ("ｼﾞﾖﾝ ﾄﾚﾂｹﾞｻ-", "9900", "408", 2_000L), ("ABC (X) 12.", "1344", "001", 9_999_999_999L), ("ﾊﾟﾊﾟ", "0489", "718", 500L) })
        {
            await world.ReleaseAsync(TransferWorld.Form(holder, bank: bank, branch: branch), yen);
        }

        TransferFile file = (await world.Files.MakeAsync(TransferWorld.Campaign, CancellationToken.None))!;
        byte[] bytes = await world.BytesAsync(file.Number);

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"sound: {file.Made!.Payments} payments, {file.Made.Yen.Amount} yen"), await ReadAsync(bytes));
        bytes[lineEnds == "true" ? 122 + 50 : 120 + 50] = 0xAF;
        Assert.StartsWith("faulty: record 2", await ReadAsync(bytes), StringComparison.Ordinal);
        Assert.StartsWith("faulty", await ReadAsync(bytes[..^1]), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, bytes);
        try
        {
            return (await NodePeers.RunAsync(NodeReader.Script, path)).Trim();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
