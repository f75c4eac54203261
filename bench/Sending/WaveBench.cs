using System.CommandLine;
using System.Globalization;

namespace Compensation.Bench.Sending;

/// <summary>This system's wave alone, for ever more people: memory must stay flat, and time must grow with the people and no faster.</summary>
internal static class WaveBench
{
    private const double MegabytesMax = 500;


    public static Command Command()
    {
        Option<int[]> recipients = new("--recipients") { Description = "How many people, one run for each number.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 100_000, 1_000_000] };
        Command command = new("wave", "Sends one wave to N people on the embedded store, the provider answering at once: rate, peak memory, storage requests a person.") { recipients };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(recipients)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int[] recipients, CancellationToken cancellationToken)
    {
        Console.WriteLine("| recipients | s, entitlements | s, wave | recipients/s, wave | µs CPU per recipient | peak MB | storage requests per recipient | duplicates | losses |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        bool met = true;
        foreach (int people in recipients)
        {
            Contestant wave = Contestant.All.Single(contestant => contestant.Name == "wave");
            Measured run = await new Trial(wave, Leg.All[0], people).RunAsync(cancellationToken);
            met &= run.PeakMegabytes < MegabytesMax && run.Duplicates == 0 && run.Losses == 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {people:N0} | {run.EnqueueSeconds:N1} | {run.DrainSeconds:N1} | {run.DrainRate:N0} | {run.PerThousand(run.WorkerCpuMilliseconds):N0} | {run.PeakMegabytes:N0} | {(double)run.StorageRequests / people:N4} | {run.Duplicates} | {run.Losses} |"));
        }

        Console.WriteLine(met ? $"nobody twice, nobody missed, memory below {MegabytesMax} MB" : "a goal was missed");
        return met ? 0 : 1;
    }
}
