using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Compensation.Common.Http;

/// <summary>A column of a file that is downloaded.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="Name">As the header names it: lower case with underscores; an instant's ends with <c>_jst</c>.</param>
/// <param name="Value">A text, a number, money, an instant, a date, an enumeration's value, whether something is so; null for nothing.</param>
public sealed record CsvField<T>(string Name, Func<T, object?> Value);

/// <summary>
/// Lists as files for spreadsheet programs: UTF-8 with a byte order mark, CR LF, fields quoted as in RFC 4180, texts marked as <see cref="CsvMarks"/> says, instants in Japan's time. Rows go
/// out as they are read; nothing lies on a disk.
/// </summary>
public static class CsvDownload
{
    private const int BufferLength = 64 * 1024;
    private const int RowsPerFlush = 200;
    private const string NewLine = "\r\n";

    /// <param name="name">The file's.</param>
    /// <param name="fields">Its columns.</param>
    /// <param name="rows">Its rows, in their order.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IResult Of<T>(string name, IReadOnlyList<CsvField<T>> fields, IAsyncEnumerable<T> rows, CancellationToken cancellationToken) =>
        Results.Stream(stream => WriteAsync(stream, fields, rows, cancellationToken), "text/csv; charset=utf-8", name);

    internal static async Task WriteAsync<T>(Stream stream, IReadOnlyList<CsvField<T>> fields, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), BufferLength, leaveOpen: true);
        await writer.WriteAsync(HeaderOf(fields).AsMemory(), cancellationToken);
        int written = 0;
        await foreach (T row in rows.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(LineOf(fields, row).AsMemory(), cancellationToken);
            if (++written % RowsPerFlush == 0)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }
    }

    /// <summary>A short list as one text, in the same form.</summary>
    internal static string TextOf<T>(IReadOnlyList<CsvField<T>> fields, IEnumerable<T> rows) => HeaderOf(fields) + string.Concat(rows.Select(row => LineOf(fields, row)));

    private static string HeaderOf<T>(IReadOnlyList<CsvField<T>> fields) => string.Join(',', fields.Select(field => field.Name).Append(CsvMarks.Column)) + NewLine;

    private static string LineOf<T>(IReadOnlyList<CsvField<T>> fields, T row) => string.Concat(fields.Select(field => $"{Quoted(TextOf(field.Value(row)))},")) + NewLine;

    private static string TextOf(object? value) => value switch
    {
        null => string.Empty,
        string text => CsvMarks.Marked(text),
        Yen money => money.Amount.ToString(CultureInfo.InvariantCulture),
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        bool so => so ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToOffset(JapanTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        Enum name => JsonNamingPolicy.CamelCase.ConvertName(name.ToString()),
        _ => CsvMarks.Marked(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
