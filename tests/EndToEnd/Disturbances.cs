using System.Text.Json;

namespace Compensation.Tests.EndToEnd;

/// <summary>What a rehearsal with <c>--faults</c> says of its faults.</summary>
internal static class Disturbances
{
    /// <summary>There were some of each kind: otherwise nothing is shown by their having done no harm.</summary>
    public static void AssertMet(string reportFile)
    {
        JsonElement disturbed = Of(reportFile);
        Assert.All(["throttled", "failed", "unanswered"], kind => Assert.True(disturbed.GetProperty(kind).GetInt32() > 0, kind));
    }

    /// <summary>How many there were of each kind, to be held against another run's.</summary>
    public static string In(string reportFile) => Of(reportFile).GetRawText();

    private static JsonElement Of(string reportFile) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(reportFile)).GetProperty("disturbed");
}
