using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Compensation.Bench.Sending;

/// <summary>
/// The same messages to the same people over HTTP, by this system's wave and by the strongest alternatives, on the same machine. Contestants take
/// turns, in another order each round, so that a busy minute of the machine does not fall on one of them alone.
/// </summary>
internal static class DeliveryBench
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Command()
    {
        Option<int> recipients = new("--recipients") { Description = "How many people are written to.", DefaultValueFactory = _ => 50_000 };
        Option<int> rounds = new("--rounds") { Description = "How often each contestant runs; medians are reported.", DefaultValueFactory = _ => 3 };
        Option<string[]> legs = Names("--legs", "Under which circumstances.", Leg.All.Select(leg => leg.Name));
        Option<string[]> cases = Names("--cases", "Which contestants.", Contestant.All.Select(contestant => contestant.Name));
        Command command = new("delivery", "Sends to N people by wave, by outbox and by job queues: rate, CPU, memory, storage requests, and what a kill costs.") { recipients, rounds, legs, cases };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(recipients),
            parsed.GetValue(rounds),
            [.. Leg.All.Where(leg => parsed.GetValue(legs)!.Contains(leg.Name, StringComparer.Ordinal))],
            [.. Contestant.All.Where(contestant => parsed.GetValue(cases)!.Contains(contestant.Name, StringComparer.Ordinal))],
            cancellation));
        return command;
    }

    private static Option<string[]> Names(string name, string description, IEnumerable<string> all)
    {
        string[] names = [.. all];
        Option<string[]> option = new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => names };
        return option.AcceptOnlyFromAmong(names);
    }

    private static async Task<int> RunAsync(int recipients, int rounds, Leg[] legs, Contestant[] contestants, CancellationToken cancellationToken)
    {
        try
        {
            await NodeModules.RequireAsync(contestants, cancellationToken);
            List<Measured> runs = [];
            for (int round = 0; round < rounds; round++)
            {
                foreach (Leg leg in legs)
                {
                    foreach (Contestant contestant in Rotated(contestants, round).Where(contestant => !leg.Kill || contestant.GoesOn))
                    {
                        Measured run = await new Trial(contestant, leg, recipients).RunAsync(cancellationToken);
                        runs.Add(run);
                        await Console.Error.WriteLineAsync($"round {round + 1}: {JsonSerializer.Serialize(run, JsonSerializerOptions.Web)}");
                    }
                }
            }

            await ReportAsync(runs, cancellationToken);
            return 0;
        }
        catch (MissingToolException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 1;
        }
    }

    private static IEnumerable<Contestant> Rotated(Contestant[] contestants, int round) =>
        Enumerable.Range(0, contestants.Length).Select(place => contestants[(place + round) % contestants.Length]);

    private static async Task ReportAsync(List<Measured> runs, CancellationToken cancellationToken)
    {
        string artifacts = Directory.CreateDirectory(Path.Combine(Tools.Root, "artifacts")).FullName;
        string file = Path.Combine(artifacts, "delivery.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(runs, Indented), cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {runs[0].Recipients:N0} recipients; every run is in {file}"));
        Console.WriteLine(DeliveryTable.Of(runs));
    }
}
