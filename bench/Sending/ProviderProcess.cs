using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Compensation.Local.Host;
using Compensation.Rehearsal.World;

namespace Compensation.Bench.Sending;

/// <summary>The fake provider as the benchmark sees it.</summary>
internal sealed class ProviderProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private ProviderProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<ProviderProcess> StartAsync(int recipients, int delayMilliseconds, CancellationToken cancellationToken)
    {
        int port = Ports.Choose(0);
        int[] numbers = [port, delayMilliseconds, recipients];
        string[] options = [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        string program = Path.Combine(AppContext.BaseDirectory, "Compensation.Bench.dll");
        Process process = Tools.Start("dotnet", [program, "provider", "--port", options[0], "--delay", options[1], "--recipients", options[2]]);
        ProviderProcess provider = new(process, new Uri($"{Ports.AddressOf(port)}/"));
        for (int tries = 0; ; tries++)
        {
            try
            {
                await provider.StatsAsync(cancellationToken);
                return provider;
            }
            catch (HttpRequestException) when (tries < 200 && !process.HasExited)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public async Task<ProviderStats> StatsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<ProviderStats>("stats", JsonSerializerOptions.Web, cancellationToken))!;

    /// <summary>From now on the next new recipient is the first.</summary>
    public async Task MarkAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage marked = await _http.PostAsync("mark", null, cancellationToken);
        marked.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
