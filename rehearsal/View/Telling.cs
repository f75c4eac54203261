using Compensation.Common.Pages;

namespace Compensation.Rehearsal.View;

/// <summary>What the terminal says: in the reader's language, with figures as everywhere.</summary>
internal static class Telling
{
    public static string Tell(this Language language, FormattableString japanese, FormattableString english) =>
        FormattableString.Invariant(language == Language.English ? english : japanese);

    public static string TimeAndMemory(this Language language, double seconds, long peakBytes) => language.Tell(
        $"時間：{seconds:0.0}秒。メモリの最大：{peakBytes / 1_048_576.0:0} MB。", $"Time: {seconds:0.0} s. Peak memory: {peakBytes / 1_048_576.0:0} MB.");
}
