using System.Buffers;
using System.Text.RegularExpressions;

namespace Compensation.Common;

/// <summary>
/// How texts come through a spreadsheet program as they are: what it would take for a formula, a number or a date has an apostrophe in front. A column whose name says so stands last in
/// the file, so that whoever reads it knows, and importers take the apostrophe off again.
/// </summary>
public static partial class CsvMarks
{
    public const string Column = "a_leading_apostrophe_marks_text";

    public const char Mark = '\'';

    /// <summary>Beginnings of formulas, also in full width, of numbers and dates, and of what is marked itself.</summary>
    private static readonly SearchValues<char> s_beginnings = SearchValues.Create("=+-@'.,;\t\r\n\0|%(0123456789\uFF1D\uFF0B\uFF0D\u2212\uFF20\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18\uFF19\u00A5\uFFE5$");

    /// <summary>A text as it is written: on one line, without what cannot be seen, marked where it has to be.</summary>
    public static string Marked(string? text)
    {
        string line = Folding.Trimmed(text).ReplaceLineEndings(" ");
        return line.Length > 0 && (s_beginnings.Contains(line[0]) || Converted().IsMatch(Folding.Plain(line))) ? Mark + line : line;
    }

    /// <summary>Words that become truth values in any case, and dates that begin with a month's English name or with an era: SEP1, May-5, R5.4.10, 令和5年4月10日.</summary>
    [GeneratedRegex(
        @"\A(?:(?:true|false)\z|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ .,/-]*[0-9]|(?:明治|大正|昭和|平成|令和|[明大昭平令])[ .]*[0-9元]|[mtshr][ .]*[0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Converted();
}
