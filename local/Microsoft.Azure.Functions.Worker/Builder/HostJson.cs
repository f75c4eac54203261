using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>
/// What host.json says. As on Azure, a setting such as <c>AzureFunctionsJobHost__extensions__http__routePrefix</c> overrides its value.
/// </summary>
internal sealed class HostJson(string root, IConfiguration settings)
{
    private readonly IConfigurationRoot _values = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(root, "host.json"), optional: true)
        .AddConfiguration(settings.GetSection("AzureFunctionsJobHost"))
        .Build();

    public IConfiguration Logging => _values.GetSection("logging");

    /// <summary>What stands before every HTTP route, without slashes at its ends; "api" unless host.json says otherwise.</summary>
    public string RoutePrefix => (_values["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>The name that tells this app's orchestrations and timers from another's in the same storage.</summary>
    public string HubName => _values["extensions:durableTask:hubName"] ?? settings["WEBSITE_SITE_NAME"] ?? "TestHubName";

    public bool? ExtendedSessions => bool.TryParse(_values["extensions:durableTask:extendedSessionsEnabled"], out bool enabled) ? enabled : null;

    public int? MaxConcurrentActivities => Number("extensions:durableTask:maxConcurrentActivityFunctions");

    public int? MaxConcurrentOrchestrators => Number("extensions:durableTask:maxConcurrentOrchestratorFunctions");

    private int? Number(string name)
    {
        string? text = _values[name];
        if (text is null)
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FunctionWorkerException($"host.json: {name} is '{text}'; a whole number above 0 was expected.");
    }
}
