using System.Text;
using Compensation.Common;
using FsCheck;
using FsCheck.Fluent;

namespace Compensation.Tests.Common;

/// <summary>Files by chance, read in blocks, beside the plainest reading of them there is: line by line, character by character.</summary>
public sealed class CsvBlocksPropertyTests
{
    private static readonly CsvColumn[] Columns = [new("a"), new("b")];

    /// <summary>No UTF-8; written here as a character that Latin-1 can spell.</summary>
    private const char NoUtf8 = '\u008c';

    private static readonly Gen<string> s_field = Gen.Elements(
        "", "1", "x y", " ", "0123456789", "\"\"", "\"1\"", "\"x,y\"", "\"say \"\"no\"\"\"", "\"\"\"\"", Latin1("熊本"), "\"" + Latin1("熊,本") + "\"",
        "x\"y", "\"open", "\"x\"y", "\"", NoUtf8.ToString(), "\"" + NoUtf8 + "\"");

    private static readonly Gen<string> s_plain = Gen.Elements("", "1", "x y", "0123456789", "0123456789abcdef");

    private static readonly Gen<string> s_row = Gen.Frequency(
        (6, from one in s_plain from two in s_plain select $"{one},{two}"),
        (3, from one in s_field from two in s_field select $"{one},{two}"),
        (1, from one in s_field from two in s_plain from three in s_field select $"{one},{two},{three}"),
        (1, s_field),
        (1, Gen.Constant(string.Empty)));

    /// <summary>A carriage return by itself ends a row too, but blocks do not end there: hardly any file has one.</summary>
    private static readonly Gen<string> s_line = Gen.Frequency((9, s_row), (1, from one in s_row from two in s_row select $"{one}\r{two}"));

    /// <summary>Every block holds the longest line.</summary>
    private static readonly Gen<Sample> s_samples =
        from mark in Gen.Elements("", Latin1("\uFEFF"))
        from lineBreaks in Gen.Elements((string[])["\n"], ["\r\n"], ["\n", "\r\n"])
        from before in Gen.Elements(0, 0, 2)
        from lines in Gen.ListOf(from line in s_line from lineBreak in Gen.Elements(lineBreaks) select line + lineBreak)
        from end in s_line
        from blockBytes in Gen.Choose(100, 300).Or(Gen.Elements(512, 4096))
        from turns in Gen.NonEmptyListOf(Gen.Choose(0, 2))
        select new Sample(mark + string.Concat(Enumerable.Repeat(lineBreaks[0], before)) + "a,b" + lineBreaks[0] + string.Concat(lines) + end, blockBytes, [.. turns]);

    [Fact]
    public void However_a_file_is_divided_its_rows_lines_and_errors_are_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(s_samples.ToArbitrary(), async sample =>
            Assert.Equal(LineByLine(sample.File), await InBlocksAsync(sample))));

    private static async Task<List<Row>> InBlocksAsync(Sample sample)
    {
        using CsvBlocks file = new(new MemoryStream(Encoding.Latin1.GetBytes(sample.File)), Columns, sample.BlockBytes);
        CsvBlockReader[] readers = [new(file), new(file), new(file)];
        List<Row> rows = [];
        for (int turn = 0; await Reader(turn).NextBlockAsync(CancellationToken.None); turn++)
        {
            while (Reader(turn).Read())
            {
                CsvBlockReader row = Reader(turn);
                rows.Add(new Row(row.Error?.Problem == "the file has no rows" ? 0 : row.Line, row.Error?.Problem ?? $"{Encoding.Latin1.GetString(row.Field(0))}|{Encoding.Latin1.GetString(row.Field(1))}"));
            }
        }

        Array.ForEach(readers, reader => reader.Dispose());
        return rows;

        CsvBlockReader Reader(int turn) => readers[sample.Turns[turn % sample.Turns.Length]];
    }

    private static List<Row> LineByLine(string file)
    {
        IEnumerable<Row> lines = file.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r').Select((line, index) => new Row(index + 1, line));
        List<Row> rows = [.. lines.SkipWhile(line => !line.Text.EndsWith("a,b", StringComparison.Ordinal)).Skip(1).Where(line => line.Text.Length > 0).Select(line => line with { Text = Understand(line.Text) })];
        return rows.Count > 0 ? rows : [new Row(0, "the file has no rows")];
    }

    private static string Understand(string line)
    {
        List<string> fields = [];
        for (int start = 0; start <= line.Length;)
        {
            bool quoted = start < line.Length && line[start] == '"';
            int end = quoted ? ClosingMark(line, start) + 1 : line.IndexOf(',', start) is var comma and >= 0 ? comma : line.Length;
            string field = line[start..Math.Max(start, end)];
            if (quoted ? end == 0 || (end < line.Length && line[end] != ',') : field.Contains('"', StringComparison.Ordinal))
            {
                return "a quotation mark is out of place";
            }

            fields.Add(quoted ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field);
            start = end + 1;
        }

        return (line.Contains(NoUtf8, StringComparison.Ordinal), fields.Count) switch
        {
            (true, _) => "the bytes are not UTF-8",
            (false, 2) => $"{fields[0]}|{fields[1]}",
            _ => $"the row has {fields.Count} fields",
        };
    }

    /// <returns>−1 where the field is not closed.</returns>
    private static int ClosingMark(string line, int openingMark)
    {
        int mark = line.IndexOf('"', openingMark + 1);
        while (mark >= 0 && mark + 1 < line.Length && line[mark + 1] == '"')
        {
            mark = line.IndexOf('"', mark + 2);
        }

        return mark;
    }

    /// <summary>A text's UTF-8 bytes, each written as a character.</summary>
    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private sealed record Row(long Line, string Text);

    private sealed record Sample(string File, int BlockBytes, int[] Turns);
}
