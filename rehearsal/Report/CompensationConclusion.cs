using Compensation.Common.Pages;
using Compensation.Rehearsal.Witness;
using Spectre.Console;

namespace Compensation.Rehearsal.Report;

/// <summary>What the rehearsal of a compensation has come to.</summary>
internal sealed record CompensationConclusion(CompensationReport Books, WitnessFindings Findings, IReadOnlyList<string> Faults) : Conclusion(Faults)
{
    /// <summary>What the witness found at the bank; null where the campaign pays into no accounts.</summary>
    public BankFindings? Bank { get; init; }

    /// <summary>What the witness found about double charges.</summary>
    public CasesFound? Cases { get; init; }

    public override bool Clean => Findings.Clean && Bank?.Clean != false && Cases?.Clean != false && Faults.Count == 0;

    protected override object Report => Books;

    public override void Print(IAnsiConsole console, Language language) => new CompensationReportView(Books, language).Print(console, Findings, Bank, Cases);
}
