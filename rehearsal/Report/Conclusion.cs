using System.Text.Json;
using Compensation.Common.Pages;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>What a rehearsal has come to.</summary>
/// <param name="Faults">What is not as it should be and stands in no table, a line each.</param>
internal abstract record Conclusion(IReadOnlyList<string> Faults)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether everything is as it should be.</summary>
    public abstract bool Clean { get; }

    /// <summary>What <c>--report</c> writes.</summary>
    protected abstract object Report { get; }

    /// <summary>Prints the report for people.</summary>
    public abstract void Print(IAnsiConsole console, Language language);

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(Report, Indented) + "\n");
}
