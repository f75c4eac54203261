using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Compensation.Common;
using Compensation.Common.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Common.Files;

public sealed class ReceivedFileTests
{
    private static readonly CsvColumn[] Columns = [new("a"), new("b")];

    private static readonly Encoding s_shiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes("a,b\r\n熊本,ﾃｽﾄ①―～\r\n") },
        { "UTF-8", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("a,b\r\n熊本,ﾃｽﾄ①―～\r\n")] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\r\n熊本,ﾃｽﾄ①―～\r\n")] },
        { "UTF-16", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("a,b\r\n熊本,ﾃｽﾄ①―～\r\n")] },
        { "Shift_JIS (CP932)", s_shiftJis.GetBytes("a,b\r\n熊本,ﾃｽﾄ①―～\r\n") },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Each_encoding_gives_the_same_rows_and_is_named(string name, byte[] bytes)
    {
        await using ReceivedFile file = await ReceiveAsync(bytes);

        Assert.Equal((name, null), (file.Encoding.Name, file.Fault));
        Assert.Equal(["熊本|ﾃｽﾄ①―～"], await RowsAsync(file));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Sha256);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_file_can_be_read_as_often_as_needed_whether_it_could_be_rewound_or_not(string name, byte[] bytes)
    {
        using MemoryStream zipped = new();
        await using (GZipStream zip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(bytes);
        }

        zipped.Position = 0;
        await using GZipStream forwardOnly = new(zipped, CompressionMode.Decompress);
        await using ReceivedFile file = await ReceivedFile.ReceiveAsync(forwardOnly, bytes.Length, CancellationToken.None);

        Assert.Equal(name, file.Encoding.Name);
        Assert.Equal(await RowsAsync(file), await RowsAsync(file));
    }

    [Fact]
    public async Task A_broken_line_in_a_file_of_UTF_8_stays_a_fault_of_that_line()
    {
        byte[] file = [.. "a,b\n"u8, .. Encoding.UTF8.GetBytes("熊本,1\n阿蘇,2\n"), 0xE7, 0x86, .. ",3\n4,5\n"u8];

        Assert.Equal(["熊本|1", "阿蘇|2", "4: the bytes are not UTF-8", "4|5"], await RowsAsync(await ReceiveAsync(file)));
    }

    [Fact]
    public async Task A_broken_line_in_a_file_of_Shift_JIS_stays_a_fault_of_that_line()
    {
        byte[] file = [.. s_shiftJis.GetBytes("a,b\n熊本,1\n阿蘇,2\n"), 0x81, .. "\"x\",3\n"u8, .. "4,5\n"u8];

        Assert.Equal(["熊本|1", "阿蘇|2", "4: the bytes are not Shift_JIS (CP932)", "4|5"], (await RowsAsync(await ReceiveAsync(file))).Select(row => row.Replace("a quotation mark is out of place", "the bytes are not Shift_JIS (CP932)", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Half_of_a_pair_in_UTF_16_is_a_fault_of_its_line()
    {
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,2\n"), 0x3D, 0xD8, .. Encoding.Unicode.GetBytes(",3\n4,5\n")];

        Assert.Equal(["1|2", "3: the bytes are not UTF-16", "4|5"], await RowsAsync(await ReceiveAsync(file)));
    }

    [Theory]
    [InlineData("UEsDBBQABgAIAAAAIQBbQ29udGVudF9UeXBlc10ueG1s", "the file is an Excel workbook (.xlsx)")]
    [InlineData("UEsDBBQABgAIAAAAIQB4bA==", "the file is a ZIP archive")]
    [InlineData("0M8R4KGxGuE=", "the file is an Excel workbook of the old kind (.xls)")]
    [InlineData("YQAsAGIACgA=", "the file is text in UTF-16 without a byte order mark")]
    [InlineData("H4sIAAAA", "the file is compressed (gzip)")]
    [InlineData("", "the file is empty")]
    [InlineData("YSxi", "the file has no rows")]
    [InlineData("YSxiDQoNCg==", "the file has no rows")]
    [InlineData("YSxiDQosDQo=", "the file has no rows")]
    public async Task What_is_no_file_of_rows_is_named(string base64, string problem)
    {
        string row = Assert.Single(await RowsAsync(await ReceiveAsync(Convert.FromBase64String(base64))));

        Assert.EndsWith(problem, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_around_a_file_is_named()
    {
        byte[] form = Encoding.UTF8.GetBytes("--x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\r\na,b\r\n1,2\r\n--x1--\r\n");

        Assert.Contains("multipart/form-data", Assert.Single(await RowsAsync(await ReceiveAsync(form))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_taken_up_to_its_limit_and_no_further()
    {
        byte[] file = [.. "a,b\n"u8, .. new byte[200_000]];
        await using ReceivedFile taken = await ReceivedFile.ReceiveAsync(new MemoryStream(file), file.Length, CancellationToken.None);

        FileTooLongException refused = await Assert.ThrowsAsync<FileTooLongException>(() => ReceivedFile.ReceiveAsync(new MemoryStream(file), file.Length - 1, CancellationToken.None));
        Assert.Equal(file.Length - 1, refused.BytesMax);
    }

    [Fact]
    public void Wherever_a_text_is_divided_it_is_UTF_8_exactly_where_it_is_as_a_whole() =>
        Prop.ForAll(
            (from text in Gen.ListOf(Gen.Elements("a", "é", "熊", "😀", "\n"))
             from broken in Gen.Frequency((2, Gen.Constant<byte[]>([])), (1, Gen.Elements<byte[]>([0x80], [0xE7], [0xE7, 0x86], [0xF0, 0x9F], [0xC0, 0x80], [0xED, 0xA0, 0x80])))
             from after in Gen.ListOf(Gen.Elements("a", "熊", "😀"))
             from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 5))
             select (Bytes: (byte[])[.. Encoding.UTF8.GetBytes(string.Concat(text)), .. broken, .. Encoding.UTF8.GetBytes(string.Concat(after))], sizes)).ToArbitrary(),
            sample =>
            {
                Utf8Check check = new();
                for ((int start, int turn) = (0, 0); start < sample.Bytes.Length; turn++)
                {
                    int size = Math.Min(sample.sizes[turn % sample.sizes.Count], sample.Bytes.Length - start);
                    check.Add(sample.Bytes.AsSpan(start, size));
                    start += size;
                }

                check.End();
                return check.IsValid == System.Text.Unicode.Utf8.IsValid(sample.Bytes);
            }).QuickCheckThrowOnFailure();

    private static Task<ReceivedFile> ReceiveAsync(byte[] bytes) => ReceivedFile.ReceiveAsync(new MemoryStream(bytes), long.MaxValue, CancellationToken.None);

    private static async Task<List<string>> RowsAsync(ReceivedFile file)
    {
        using CsvRows rows = new(file, Columns);
        List<string> all = [];
        while (await rows.ReadAsync(CancellationToken.None))
        {
            all.Add(rows.Error is { } error ? $"{error.Line}: {error.Problem}" : $"{rows["a"]}|{rows["b"]}");
        }

        return all;
    }
}
