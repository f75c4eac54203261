using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Compensation.Tests.Common.Pages;

/// <summary>Japanese words on an English page that are not said to be Japanese: they would be read out as English.</summary>
internal static partial class UnsaidJapanese
{
    /// <summary>Kana in either width, and Chinese characters.</summary>
    public const string Letters = "[\\u3041-\\u30FA\\u30FC-\\u30FF\\u3400-\\u9FFF\\uF900-\\uFAFF\\uFF66-\\uFF9D]";

    public static IReadOnlyList<string> On(IDocument page) => page.DocumentElement.GetAttribute("lang") != "en"
        ? []
        : [.. page.Body!.Descendants<IText>().Where(text => Japanese().IsMatch(text.Data) && text.ParentElement!.Closest("script") is null && text.ParentElement.Closest("[lang]")!.GetAttribute("lang") != "ja").Select(text => text.Data.Trim())];

    [GeneratedRegex(Letters, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Japanese();
}
