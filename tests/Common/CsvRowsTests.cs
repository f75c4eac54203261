using System.Text;
using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class CsvRowsTests
{
    private static readonly CsvColumn[] Columns = [new("a"), new("b"), new("note", Required: false)];

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("\uFEFFa,b\r\n1,2\r\n3,4")]
    [InlineData("b,a\n2,1\n4,3\n")]
    [InlineData("a,b,note\n 1 ,\"2\",\n3,4,\n")]
    [InlineData("a,b\n1,2\n\n3,4\n\n")]
    public async Task Files_as_people_save_them_give_the_same_rows(string file) =>
        Assert.Equal(["1|2|", "3|4|"], (await ReadAsync(Encoding.UTF8.GetBytes(file))).Select(row => row.Text), StringComparer.Ordinal);

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("a,c\n", 1, "")]
    [InlineData("a\n", 1, "b")]
    [InlineData("a,b,a\n", 1, "a")]
    [InlineData("A,b\n", 1, "")]
    [InlineData("a,b\n1\n", 2, "")]
    [InlineData("a,b\n\u3000,\u00A0\n", 1, "")]
    [InlineData("a,b\n\u3000\u30FB\n", 2, "")]
    [InlineData("a,b\n1,2,3\n", 2, "")]
    [InlineData("a,b\n1,\"2\n", 2, "")]
    [InlineData("a,b\n\n1,x\"y\n", 3, "")]
    public async Task What_is_wrong_is_named_by_line_and_column(string file, long line, string field)
    {
        (RowError? error, _) = Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes(file)));

        Assert.Equal((line, field), (error!.Line, error.Field));
        Assert.NotEmpty(error.Expected);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "the header names an unknown column 'c', the 3. of 3")]
    [InlineData("a,,b\n1,2,3\n", "the header names an unknown column without a name, the 2. of 3")]
    [InlineData("a,B\n1,2\n", "the header names an unknown column 'B', the 2. of 2")]
    [InlineData("a,名前\n1,2\n", "the header names an unknown column '名前', the 2. of 2")]
    [InlineData("a,メールアドレス（任意）\n1,2\n", "the header names an unknown column 'メールアドレス（任意）', the 2. of 2")]
    [InlineData("a,山田太郎@例え\n1,2\n", "the header names an unknown column, the 2. of 2: it holds the character U+5C71")]
    [InlineData("山田太郎,花子\n1,2\n", "the header names an unknown column, the 1. of 2: it holds the character U+5C71")]
    [InlineData("taro,09012345678\n1,2\n", "the header names an unknown column, the 1. of 2")]
    [InlineData("a,09012345678\n1,2\n", "the header names an unknown column, the 2. of 2")]
    [InlineData("a;b\n1;2\n", "the header's fields are separated by semicolons instead of commas")]
    [InlineData("a\tb\n1\t2\n", "the header's fields are separated by tabs or blanks instead of commas")]
    public async Task A_header_that_is_wrong_says_where_and_repeats_no_data(string file, string problem) =>
        Assert.Equal(problem, Assert.Single(await ReadAsync(Encoding.UTF8.GetBytes(file))).Error!.Problem);

    [Fact]
    public async Task Headers_and_fields_are_read_without_what_cannot_be_seen()
    {
        var rows = await ReadAsync(Encoding.UTF8.GetBytes("\u200Ba\u3000,ｂ\n\u202A1\u202C,\u3000x y\u00A0\n,\n \n\u3000,\u00A0\n\u200B,\uFEFF\n\"\u3000\",\n\u3000\n"));

        Assert.Equal("1|x y|", Assert.Single(rows).Text);
    }

    [Fact]
    public async Task An_unclosed_quotation_mark_costs_its_own_row_only()
    {
        var rows = await ReadAsync("a,b\n1,\"2\n3,4\n"u8.ToArray());

        Assert.Equal([2, null], rows.Select(row => row.Error?.Line));
        Assert.Equal("3|4|", rows[1].Text);
    }

    [Fact]
    public async Task Bytes_of_another_encoding_are_an_error_of_their_row()
    {
        byte[] shiftJis = [0x8c, 0x46, 0x96, 0x7b];

        var rows = await ReadAsync([.. "a,b\n1,2\n"u8, .. shiftJis, .. ",4\n5,6\n"u8]);

        Assert.Equal([null, 3, null], rows.Select(row => row.Error?.Line));
    }

    [Fact]
    public async Task A_row_without_end_is_given_up_and_not_kept_in_memory()
    {
        var rows = await ReadAsync([.. "a,b\n1,2\n"u8, .. Enumerable.Repeat((byte)'x', 1_000_000), .. "\n5,6\n"u8]);

        Assert.Equal([null, 3], rows.Select(row => row.Error?.Line));
    }

    private static async Task<List<(RowError? Error, string Text)>> ReadAsync(byte[] file)
    {
        using CsvRows rows = new(new MemoryStream(file), Columns);
        List<(RowError? Error, string Text)> all = [];
        while (await rows.ReadAsync(CancellationToken.None))
        {
            all.Add((rows.Error, rows.Error is null ? $"{rows["a"]}|{rows["b"]}|{rows["note"]}" : string.Empty));
        }

        return all;
    }
}
