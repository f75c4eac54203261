using System.CommandLine;
using Compensation.Bench;

RootCommand root = new("Benchmarks, each side by side with what it stands on.")
{
    LedgerImportBench.Command(),
    RehearsalBench.Command(),
};
return await root.Parse(args).InvokeAsync();
