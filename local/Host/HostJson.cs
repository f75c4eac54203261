using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Compensation.Local.Host;

/// <summary>What an app's host.json says. As on Azure, a setting such as <c>AzureFunctionsJobHost__extensions__durableTask__hubName</c> overrides its value.</summary>
/// <param name="directory">The app's folder; without a host.json there, everything is as by default.</param>
/// <param name="settings">The app's settings.</param>
public sealed class HostJson(string directory, IConfiguration settings)
{
    // No reloading: it would put a file watcher on the whole folder.
    private readonly IConfigurationRoot _file = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(directory, "host.json"), optional: true, reloadOnChange: false)
        .Build();

    /// <summary>What stands before every HTTP route, without slashes at its ends; "api" unless host.json says otherwise. The worker reads it from there too, so a setting cannot override it.</summary>
    public string RoutePrefix => (_file["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>The name that tells this app's orchestrations and timers from another's in the same storage.</summary>
    public string HubName => Text("extensions:durableTask:hubName") ?? settings["WEBSITE_SITE_NAME"] ?? "TestHubName";

    public bool ExtendedSessions => bool.TryParse(Text("extensions:durableTask:extendedSessionsEnabled"), out bool enabled) && enabled;

    public int? MaxConcurrentActivities => Number("extensions:durableTask:maxConcurrentActivityFunctions");

    public int? MaxConcurrentOrchestrators => Number("extensions:durableTask:maxConcurrentOrchestratorFunctions");

    internal IConfiguration Logging => _file.GetSection("logging");

    private string? Text(string name) => settings[$"AzureFunctionsJobHost:{name}"] ?? _file[name];

    private int? Number(string name)
    {
        string? text = Text(name);
        if (text is null)
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new HostStartException($"host.json: {name} is '{text}'; a whole number above 0 was expected.");
    }
}
