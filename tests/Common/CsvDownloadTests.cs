using System.Text;
using Compensation.Common;
using Compensation.Common.Http;

namespace Compensation.Tests.Common;

public sealed class CsvDownloadTests
{
    private static readonly IReadOnlyList<CsvField<string>> Fields = [new("text", text => text), new("length", text => text.Length)];
    private static readonly IReadOnlyList<CsvColumn> Columns = [new("text"), new("length")];

    [Theory]
    [InlineData("=HYPERLINK(\"https://swindler.example\",\"x\")")]
    [InlineData("+81-90-1234-5678")]
    [InlineData("-5")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    [InlineData("＠SUM(A1)")]
    [InlineData("00012345678901234567")]
    [InlineData("09012345678")]
    [InlineData("3-1")]
    [InlineData("1E5")]
    [InlineData("０１２")]
    [InlineData("'already")]
    [InlineData("''=1")]
    [InlineData("TRUE")]
    [InlineData("True")]
    [InlineData("ｆａｌｓｅ")]
    [InlineData("SEPT1")]
    [InlineData("令和5年4月10日")]
    [InlineData("a,b \"c\" d")]
    [InlineData("佐藤、花子")]
    [InlineData("佐藤　花子")]
    [InlineData("2023-04-10")]
    [InlineData("plain")]
    public async Task What_is_written_is_read_back_by_the_importers_to_the_same_value(string text)
    {
        byte[] file = await WriteAsync(text);

        using MemoryStream stream = new(file);
        using CsvRows rows = new(stream, Columns);
        Assert.True(await rows.ReadAsync(CancellationToken.None));
        Assert.Null(rows.Error);
        Assert.Equal((text, $"{text.Length}"), (rows["text"], rows["length"]));
        Assert.False(await rows.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("0123", "'0123")]
    [InlineData("\t=1+1", "'=1+1")]
    [InlineData("\u200B=1+1", "'=1+1")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("True", "'True")]
    [InlineData("ｆａｌｓｅ", "'ｆａｌｓｅ")]
    [InlineData("SEPT1", "'SEPT1")]
    [InlineData("May-5", "'May-5")]
    [InlineData("April 10", "'April 10")]
    [InlineData("R5.4.10", "'R5.4.10")]
    [InlineData("令和5年4月10日", "'令和5年4月10日")]
    [InlineData("Trueman", "Trueman")]
    [InlineData("Mary", "Mary")]
    [InlineData("平成", "平成")]
    [InlineData("plain", "plain")]
    public async Task A_spreadsheet_sees_no_formula_and_takes_no_number_for_one(string text, string seen)
    {
        string[] lines = Encoding.UTF8.GetString(await WriteAsync(text)).Split("\r\n");

        Assert.Equal($"\uFEFFtext,length,{CsvMarks.Column}", lines[0]);
        Assert.Equal($"{seen},{text.Length},", lines[1]);
    }

    [Fact]
    public async Task An_apostrophe_stays_in_a_file_that_does_not_say_so()
    {
        using MemoryStream stream = new("text,length\n'tis,4\n"u8.ToArray());
        using CsvRows rows = new(stream, Columns);
        await rows.ReadAsync(CancellationToken.None);

        Assert.Equal("'tis", rows["text"]);
    }

    [Fact]
    public async Task Money_instants_dates_and_names_are_written_as_people_read_them()
    {
        using MemoryStream file = new();
        await CsvDownload.WriteAsync(
            file,
            [
                new CsvField<int>("yen", _ => new Yen(12_345)), new("at_jst", _ => new DateTimeOffset(2023, 3, 31, 15, 0, 0, TimeSpan.Zero)), new("on", _ => new DateOnly(2023, 4, 1)), new("day", _ => DayOfWeek.Monday), new("none", _ => null), new("so", _ => true),
            ],
            AsyncEnumerable.Range(0, 1),
            CancellationToken.None);

        Assert.Equal("12345,2023-04-01 00:00:00,2023-04-01,monday,,true,", Encoding.UTF8.GetString(file.ToArray()).Split("\r\n")[1]);
    }

    private static async Task<byte[]> WriteAsync(string text)
    {
        using MemoryStream file = new();
        await CsvDownload.WriteAsync(file, Fields, new[] { text }.ToAsyncEnumerable(), CancellationToken.None);
        return file.ToArray();
    }
}
