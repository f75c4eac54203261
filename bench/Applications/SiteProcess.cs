using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Compensation.Bench.Sending;
using Compensation.Local.Host;

namespace Compensation.Bench.Applications;

/// <summary>A process that serves pages.</summary>
internal class ServedProcess(Process process, Uri address) : IAsyncDisposable
{
    public Uri Address => address;

    public double CpuMilliseconds => ProcessUse.CpuMilliseconds(process.Id);

    public double PeakMegabytes => ProcessUse.PeakMegabytes(process.Id);

    protected Process Process => process;

    protected static string Program => Path.Combine(AppContext.BaseDirectory, "Compensation.Bench.dll");

    public static async Task<ServedProcess> StartFormAsync(string folder, CancellationToken cancellationToken)
    {
        int port = Ports.Choose(0);
        Process process = Tools.Start("dotnet", [Program, "form", "--port", port.ToString(CultureInfo.InvariantCulture), "--file", Path.Combine(folder, "form.db")]);
        ServedProcess form = new(process, new Uri($"{Ports.AddressOf(port)}/"));
        using HttpClient http = new() { BaseAddress = form.Address };
        for (int tries = 0; ; tries++)
        {
            try
            {
                await http.GetStringAsync(new Uri("count", UriKind.Relative), cancellationToken);
                return form;
            }
            catch (HttpRequestException) when (tries < 600 && !process.HasExited)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The app's process.</summary>
internal sealed class SiteProcess(Process process, Uri address, string folder) : ServedProcess(process, address)
{
    public static async Task<SiteProcess> StartAsync(Uri provider, string folder, CancellationToken cancellationToken)
    {
        Process process = Tools.Start("dotnet", [Program, "site", "--provider", provider.AbsoluteUri, "--store", folder]);
        JsonElement started = JsonSerializer.Deserialize<JsonElement>(await LineAsync(process, cancellationToken));
        return new SiteProcess(process, new Uri(started.GetProperty("address").GetString()!), folder);
    }

    public Task<SiteFigures> SetClockAsync(DateTimeOffset now, CancellationToken cancellationToken) => AskAsync($"clock {now:O}", cancellationToken);

    public Task<SiteFigures> FiguresAsync(CancellationToken cancellationToken) => AskAsync("figures", cancellationToken);

    /// <summary>Makes people with something to collect; the paths of their pages.</summary>
    public async Task<string[]> MakePeopleAsync(int count, CancellationToken cancellationToken)
    {
        await AskAsync(string.Create(CultureInfo.InvariantCulture, $"people {count}"), cancellationToken);
        return await File.ReadAllLinesAsync(Path.Combine(folder, SiteCommand.LinksFile), cancellationToken);
    }

    /// <summary>A client with an operator's key, and with time for files.</summary>
    public HttpClient ForOperators() => new() { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10), DefaultRequestHeaders = { { "x-functions-key", SiteCommand.Key } } };

    private async Task<SiteFigures> AskAsync(string line, CancellationToken cancellationToken)
    {
        await Process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await Process.StandardInput.FlushAsync(cancellationToken);
        return JsonSerializer.Deserialize<SiteFigures>(await LineAsync(Process, cancellationToken), JsonSerializerOptions.Web)!;
    }

    private static async Task<string> LineAsync(Process process, CancellationToken cancellationToken) =>
        await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The site died; what it said stands above.");
}
