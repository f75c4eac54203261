using System.CommandLine;
using Compensation.Bench;
using Compensation.Bench.Applications;
using Compensation.Bench.Receipts;
using Compensation.Bench.Sending;

RootCommand root = new("Benchmarks, each side by side with what it stands on.")
{
    LedgerImportBench.Command(),
    PurchaseImportBench.Command(),
    RehearsalBench.Command(),
    ProviderCommand.Command(),
    WorkerCommand.Command(),
    DeliveryBench.Command(),
    WaveBench.Command(),
    ApplicationsBench.Command(),
    ReceiptsBench.Command(),
    ConsoleBench.Command(),
    SiteCommand.Command(),
    BareFormCommand.Command(),
};
return await root.Parse(args).InvokeAsync();
