using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Compensation.Local.Host;

namespace Compensation.Standalone;

/// <summary><c>./start verify</c>: asks the app that runs here whether its lists of acts are what was written, campaign by campaign, and says so in a line each.</summary>
internal static class VerifyCommand
{
    private const string KeySetting = "FunctionKeys:Default";

    public static Command Create(Option<string> app, Option<string> data, Option<string> settings, Option<int> port)
    {
        Command command = new("verify", "Holds the acts of the app that runs here against their chain and its anchors; 0 if all of it is as it was written, 1 if not.") { app, data, settings, port };
        command.SetAction((parsed, cancellation) => RunAsync(
            new StandaloneOptions(Path.GetFullPath(parsed.GetRequiredValue(app)), Path.GetFullPath(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(settings), parsed.GetValue(port)),
            Console.Out, cancellation));
        return command;
    }

    internal static async Task<int> RunAsync(StandaloneOptions options, TextWriter to, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(options.Data, InstallationKeys.FileName)))
        {
            await to.WriteLineAsync($"start: there is no installation in {options.Data} (--data).");
            return 2;
        }

        using HttpClient http = new() { BaseAddress = new Uri(Ports.AddressOf(options.Port)) };
        http.DefaultRequestHeaders.Add("x-functions-key", KeyOf(options));
        bool holds = true;
        foreach (string campaign in CampaignsOf(options.App).Prepend(string.Empty))
        {
            try
            {
                holds &= await VerifyAsync(http, campaign, to, cancellationToken);
            }
            catch (HttpRequestException silent)
            {
                await to.WriteLineAsync($"start: nothing answers at {http.BaseAddress} ({silent.Message}); start the app first, or name its --port.");
                return 2;
            }
        }

        return holds ? 0 : 1;
    }

    private static async Task<bool> VerifyAsync(HttpClient http, string campaign, TextWriter to, CancellationToken cancellationToken)
    {
        string name = campaign.Length == 0 ? "installation" : campaign;
        using HttpResponseMessage answer = await http.GetAsync(new Uri(campaign.Length == 0 ? "acts/verify" : $"campaigns/{campaign}/acts/verify", UriKind.Relative), cancellationToken);
        string body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-20} not verified: the app answers {(int)answer.StatusCode}"));
            return false;
        }

        using JsonDocument check = JsonDocument.Parse(body);
        bool holds = check.RootElement.GetProperty("holds").GetBoolean();
        string words = holds
            ? $"as it was written: {check.RootElement.GetProperty("acts").GetInt64()} acts, {check.RootElement.GetProperty("links").GetInt64()} links, {check.RootElement.GetProperty("anchors").GetInt32()} anchors"
            : $"NOT as it was written: {check.RootElement.GetProperty("fault").GetRawText()}";
        await to.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-20} {words}"));
        return holds;
    }

    private static string KeyOf(StandaloneOptions options) =>
        LocalSettings.Read(options.Settings).GetValueOrDefault(KeySetting) is { Length: > 0 } stated ? stated : InstallationKeys.KeptIn(options.Data).FunctionKey;

    /// <summary>Of the files that the app was built with.</summary>
    private static IEnumerable<string> CampaignsOf(string app) => Directory.EnumerateFiles(Path.Combine(app, "campaigns"), "*.json").Order(StringComparer.Ordinal).Select(IdIn).OfType<string>();

    private static string? IdIn(string file)
    {
        using JsonDocument campaign = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return campaign.RootElement.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
    }
}
