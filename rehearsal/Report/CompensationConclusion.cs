using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>What the rehearsal of a compensation has come to.</summary>
internal sealed record CompensationConclusion(CompensationReport Books, WitnessFindings Findings, IReadOnlyList<string> Faults) : Conclusion(Faults)
{
    public override bool Clean => Findings.Clean && Faults.Count == 0;

    protected override object Report => Books;

    public override void Print(IAnsiConsole console) => CompensationReportView.Print(console, Books, Findings);
}
