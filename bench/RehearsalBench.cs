using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Compensation.Bench;

/// <summary>The whole campaign for few people, and beside it for ten times as many: time, memory and storage requests must grow no faster.</summary>
internal static class RehearsalBench
{
    /// <summary>Ten times the people may take this many times as long.</summary>
    private const double RatioMax = 12;

    private const long MemoryMax = 500_000_000;

    public static Command Command()
    {
        Option<int> people = new("--people") { Description = "The smaller number of people.", DefaultValueFactory = _ => 10_000 };
        Command command = new("rehearsal", "Runs the Kumamoto campaign on the embedded store for N and for ten times N people.") { people };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(people), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int people, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{"people",10} {"seconds",10} {"peak MB",10} {"requests/person in the issue wave",36}");
        Measured few = await MeasureAsync(people, cancellationToken);
        Measured many = await MeasureAsync(people * 10, cancellationToken);
        double ratio = many.Seconds / few.Seconds;
        bool met = ratio <= RatioMax && many.PeakBytes < MemoryMax && many.Transactions <= few.Transactions;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ten times the people: {ratio:F1} times the time (at most {RatioMax}), memory (below {MemoryMax / 1e6:F0} MB), requests a person (no more); {(met ? "all goals met" : "a goal was missed")}"));
        return met ? 0 : 1;
    }

    private static async Task<Measured> MeasureAsync(int people, CancellationToken cancellationToken)
    {
        string report = Path.GetTempFileName();
        try
        {
            string program = Path.Combine(AppContext.BaseDirectory, "Compensation.Rehearsal.dll");
            using Process process = Process.Start(new ProcessStartInfo(
                "dotnet", [program, "--people", people.ToString(CultureInfo.InvariantCulture), "--report", report])
            { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The rehearsal ended with {process.ExitCode}:\n{output}");
            }

            JsonElement figures = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(report, cancellationToken));
            Measured measured = new(
                figures.GetProperty("wallSeconds").GetDouble(),
                figures.GetProperty("peakMemoryBytes").GetInt64(),
                figures.GetProperty("storageTransactions").GetProperty("issueWavePerPerson").GetDouble());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people,10:N0} {measured.Seconds,10:F1} {measured.PeakBytes / 1e6,10:F0} {measured.Transactions,36:F4}"));
            return measured;
        }
        finally
        {
            File.Delete(report);
        }
    }

    private sealed record Measured(double Seconds, long PeakBytes, double Transactions);
}
