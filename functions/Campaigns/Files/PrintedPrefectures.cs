using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>
/// Finds what was copied from another prefecture's file and kept its name, in either language. An address, and a text that names the campaign's own prefecture too, may name others. For a file's author.
/// </summary>
internal static partial class PrintedPrefectures
{
    private static readonly Regex s_japanese = NamesOf(prefecture => prefecture.Name, "{0}");

    /// <summary>Not a part of an address such as a mail host's.</summary>
    private static readonly Regex s_english = NamesOf(prefecture => prefecture.InEnglish(), @"\b{0}\b(?![-.@])");

    public static void Check(CompensationFile file, JsonElement root, FaultList faults)
    {
        if (Prefecture.All.FirstOrDefault(prefecture => prefecture.Name == file.Prefecture.Name) is not { } own)
        {
            return;
        }

        // Why a default is what it is may name whose notice says so: nobody else reads it.
        foreach ((string path, string text) in PrintedTexts.TextsOf(root, string.Empty).Where(text => !text.Path.StartsWith("defaults[", StringComparison.Ordinal)))
        {
            string plain = Folding.Plain(text);
            string[] named = [.. s_japanese.Matches(plain).Where(name => !Locality().IsMatch(plain, name.Index + name.Length)).Select(name => name.Value)];
            CheckNames(named, own.Name, path, faults);
            CheckNames([.. s_english.Matches(plain).Select(name => name.Value)], own.InEnglish(), path, faults);
        }
    }

    private static void CheckNames(string[] named, string own, string path, FaultList faults)
    {
        if (named.Except([own], StringComparer.Ordinal).FirstOrDefault() is { } other && !named.Contains(own, StringComparer.Ordinal))
        {
            faults.Add(path, $"names {other}, and the campaign is that of {own}; expected no other prefecture's name unless its own stands beside it");
        }
    }

    private static Regex NamesOf(Func<Prefecture, string> name, string form) => new(
        string.Format(CultureInfo.InvariantCulture, form, $"(?:{string.Join('|', Prefecture.All.Select(name))})"), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>What makes an address of it: a city, a ward, a district or a town right behind.</summary>
    [GeneratedRegex(@"\G ?(?![のにでをへはがとや])[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}ー]{1,6}?[市区郡町村]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Locality();
}
