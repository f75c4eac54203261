using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Compensation.Campaigns.Files;

/// <summary>Whether each value that is declared ours is in the file at all: a mark beside nothing would mislead.</summary>
internal static partial class DefaultRules
{
    public static void Check(IReadOnlyList<DefaultFile> defaults, JsonElement root, FaultList faults)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int index = 0; index < defaults.Count; index++)
        {
            string field = $"defaults[{index}]";
            faults.AddUnless(Exists(root, defaults[index].Field), $"{field}.field", $"'{defaults[index].Field}' is not in the file; expected a path such as waves[0].startsOn");
            faults.AddUnless(seen.Add(defaults[index].Field), $"{field}.field", $"'{defaults[index].Field}' stands there twice");
            CommonRules.CheckText(defaults[index].Why, $"{field}.why", faults);
        }
    }

    private static bool Exists(JsonElement root, string path)
    {
        JsonElement current = root;
        foreach (string step in path.Split('.'))
        {
            Match match = Step().Match(step);
            if (!match.Success || current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(match.Groups["name"].Value, out current))
            {
                return false;
            }

            if (match.Groups["index"] is { Success: true } group && !TryIndex(current, int.Parse(group.ValueSpan, CultureInfo.InvariantCulture), out current))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryIndex(JsonElement list, int index, out JsonElement element)
    {
        bool within = list.ValueKind == JsonValueKind.Array && index < list.GetArrayLength();
        element = within ? list[index] : default;
        return within;
    }

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9]+)(\[(?<index>[0-9]{1,4})\])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
