using System.Text;
using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class CsvBlocksTests
{
    private const int Block = 64;

    private static readonly CsvColumn[] Columns = [new("a"), new("b"), new("note", Required: false)];

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("\uFEFFa,b\r\n1,2\r\n3,4")]
    [InlineData("b,a\n2,1\n4,3\n")]
    [InlineData("a,b,note\n1,\"2\",\n3,4,\n")]
    [InlineData("\na,b\n1,2\n\n3,4\n\n")]
    public async Task Files_as_machines_save_them_give_the_same_rows(string file) => Assert.Equal(["1|2|", "3|4|"], Texts(await ReadAsync(file)), StringComparer.Ordinal);

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("\n\n", 1, "")]
    [InlineData("a,c\n", 1, "")]
    [InlineData("a\n", 1, "b")]
    [InlineData("a,b,a\n", 1, "a")]
    [InlineData("A,b\n", 1, "")]
    [InlineData("a,\"b\n", 1, "")]
    [InlineData("a,b\n1\n", 2, "")]
    [InlineData("a,b\n1,2,3\n", 2, "")]
    [InlineData("a,b\n1,\"2\n", 2, "")]
    [InlineData("\r\na,b\r\n\r\n1,x\"y\r\n", 4, "")]
    public async Task What_is_wrong_is_named_by_line_and_column(string file, long line, string field)
    {
        (_, RowError? error, _) = Assert.Single(await ReadAsync(file));

        Assert.Equal((line, field), (error!.Line, error.Field));
        Assert.NotEmpty(error.Expected);
    }

    [Fact]
    public async Task A_field_with_a_line_break_is_refused_and_costs_the_two_lines_only()
    {
        var rows = await ReadAsync("a,b\n1,\"2\n2\"\n3,4\n");

        Assert.Equal([2, 3, null], rows.Select(row => row.Error?.Line));
        Assert.Equal("3|4|", rows[2].Text);
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\n", "\n")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n", "\r\n")]
    public async Task Wherever_blocks_end_every_row_comes_once_with_its_line(string lineEnd, string end)
    {
        // Rows of every length up to half a block, so that blocks end at every place of a row.
        string[] rows = [.. Enumerable.Range(0, 200).Select(number => $"{number},{new string('x', number % 29)}")];

        var read = await ReadAsync("a,b" + lineEnd + string.Join(lineEnd, rows) + end, Block);

        Assert.Equal(rows.Select((row, index) => $"{index + 2}:{row.Replace(',', '|')}|"), read.Select(row => $"{row.Line}:{row.Text}"));
    }

    [Fact]
    public async Task A_byte_order_mark_is_left_out_at_the_beginning_of_the_file_only()
    {
        // The second one stands where a block begins.
        string first = new('x', Block - 8);

        Assert.Equal([$"1|{first}|", "\uFEFF2|2|"], Texts(await ReadAsync($"a,b\n1,{first}\n\uFEFF2,2\n", Block)));
    }

    [Fact]
    public async Task Bytes_of_another_encoding_are_an_error_of_their_row()
    {
        byte[] shiftJis = [0x8c, 0x46, 0x96, 0x7b];

        var rows = await ReadAsync([.. "a,b\n1,2\n"u8, .. shiftJis, .. ",4\n5,6\n"u8]);

        Assert.Equal([null, 3, null], rows.Select(row => row.Error?.Line));
    }

    [Fact]
    public async Task A_row_that_no_block_holds_ends_the_reading()
    {
        var rows = await ReadAsync($"a,b\n1,2\n{new string('x', 10 * Block)}\n5,6\n", Block);

        Assert.Equal([null, 3], rows.Select(row => row.Error?.Line));
    }

    [Fact]
    public async Task Readers_that_share_a_file_read_each_row_once_and_know_its_line()
    {
        string[] rows = [.. Enumerable.Range(0, 300).Select(number => $"{number},{new string('x', number % 29)}")];
        rows[250] = "one field only";
        using CsvBlocks file = new(new MemoryStream(Encoding.UTF8.GetBytes("a,b\n" + string.Join('\n', rows))), Columns, Block);
        List<(long Line, RowError? Error, string Text)>[] shares = [[], [], []];
        CsvBlockReader[] readers = [new(file), new(file), new(file)];
        for (int turn = 0; await readers[turn % 3].NextBlockAsync(CancellationToken.None); turn++)
        {
            shares[turn % 3].AddRange(RowsOf(readers[turn % 3]));
        }

        Array.ForEach(readers, reader => reader.Dispose());

        Assert.All(shares, share => Assert.True(share.Count > 50));
        Assert.Equal(Enumerable.Range(2, 300), shares.SelectMany(share => share).Select(row => (int)row.Line).Order());
        Assert.Equal(252, Assert.Single(shares.SelectMany(share => share), row => row.Error is not null).Error!.Line);
    }

    [Fact]
    public async Task Readers_on_threads_of_their_own_read_each_row_once_and_know_its_line()
    {
        const int Rows = 20_000;
        using CsvBlocks file = new(new SlowFile(Encoding.UTF8.GetBytes("a,b\n" + string.Join('\n', Enumerable.Range(2, Rows).Select(line => $"{line},x")))), Columns, Block);

        string[][] shares = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using CsvBlockReader reader = new(file);
            List<string> share = [];
            while (await reader.NextBlockAsync(CancellationToken.None))
            {
                share.AddRange(RowsOf(reader).Select(row => $"{row.Line}: {row.Text}"));
            }

            return share.ToArray();
        })));

        Assert.Equal(Enumerable.Range(2, Rows).Select(line => $"{line}: {line}|x|").Order(StringComparer.Ordinal), shares.SelectMany(share => share).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Texts(IEnumerable<(long Line, RowError? Error, string Text)> rows) => rows.Select(row => row.Text);

    private static Task<List<(long Line, RowError? Error, string Text)>> ReadAsync(string file, int blockBytes = CsvBlocks.BlockBytes) =>
        ReadAsync(Encoding.UTF8.GetBytes(file), blockBytes);

    private static async Task<List<(long Line, RowError? Error, string Text)>> ReadAsync(byte[] file, int blockBytes = CsvBlocks.BlockBytes)
    {
        using CsvBlocks blocks = new(new MemoryStream(file), Columns, blockBytes);
        using CsvBlockReader reader = new(blocks);
        List<(long Line, RowError? Error, string Text)> all = [];
        while (await reader.NextBlockAsync(CancellationToken.None))
        {
            all.AddRange(RowsOf(reader));
        }

        return all;
    }

    private static IEnumerable<(long Line, RowError? Error, string Text)> RowsOf(CsvBlockReader reader)
    {
        while (reader.Read())
        {
            yield return (reader.Line, reader.Error, reader.Error is null ? $"{Text(reader, "a")}|{Text(reader, "b")}|{Text(reader, "note")}" : string.Empty);
        }
    }

    private static string Text(CsvBlockReader reader, string column) => Encoding.UTF8.GetString(reader.Field(reader.PositionOf(column)));

    /// <summary>Lets others go first each time that it is read.</summary>
    private sealed class SlowFile(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span);
        }
    }
}
