using System.Reflection;
using Compensation.Awards.Postings;
using Compensation.Closing;
using Compensation.Common.Pages;
using Compensation.Notices;
using Compensation.Rehearsal.Report;

namespace Compensation.Tests.Rehearsal;

/// <summary>Whoever reads in Japanese finds no word of the application's own.</summary>
public sealed class ReportNamesTests
{
    public static TheoryData<string> Counters() => [.. new[] { typeof(PageTally), typeof(PostingTally), typeof(ExpireUnclaimed) }
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(field => field is { IsLiteral: true, Name: not (nameof(ExpireUnclaimed.ActionName) or nameof(ExpireUnclaimed.BeforeBooksClose) or nameof(PostingTally.Load)) })
        .Select(field => field.GetRawConstantValue()).OfType<string>().Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Counters))]
    public void Everything_that_a_wave_counts_has_a_name(string counter) =>
        Assert.DoesNotContain(Language.Japanese.CountIn(counter), letter => char.IsAsciiLetterLower(letter));
}
