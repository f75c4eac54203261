using Compensation.Emulators.Communication.Smtp;

namespace Compensation.Emulators.Communication;

/// <summary>Options of the emulator as a process of its own, from arguments (<c>--port 5301</c>) or the environment (<c>EMULATOR_PORT</c>).</summary>
internal static class EmulatorSettings
{
    private static readonly string[] s_known = ["data", "port", "accesskey", "bearer", "providerlog", "webhook", "schema", "linkfrom", "linkto", "smtp"];

    /// <returns>Null if a setting is unknown or cannot be read; <paramref name="problem"/> says which.</returns>
    public static CommunicationEmulatorOptions? Read(IConfiguration settings, out string? problem)
    {
        problem = Problem(settings, out int port, out int? smtp, out ReportSchema schema, out Uri? webhook);
        return problem is not null ? null : new CommunicationEmulatorOptions
        {
            DataFolder = settings["data"] ?? Path.Combine("data", "communication-emulator"),
            Port = port,
            AccessKey = settings["accessKey"] ?? CommunicationEmulatorOptions.DefaultAccessKey,
            AcceptBearerTokens = string.Equals(settings["bearer"], "true", StringComparison.OrdinalIgnoreCase),
            ProviderLog = settings["providerLog"],
            Webhook = webhook,
            ReportSchema = schema,
            Smtp = smtp is { } smtpPort ? new SmtpSinkOptions { Port = smtpPort } : null,
            LinkRewrite = settings["linkFrom"] is { } from ? new LinkRewrite(from, settings["linkTo"]!) : null,
        };
    }

    private static string? Problem(IConfiguration settings, out int port, out int? smtp, out ReportSchema schema, out Uri? webhook)
    {
        (port, smtp, schema, webhook) = (5301, null, ReportSchema.CloudEvents, null);
        if (settings.GetChildren().FirstOrDefault(child => !s_known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            return $"Unknown setting '{unknown.Key}'. Known: --data, --port, --accessKey, --bearer, --providerLog, --webhook, --schema, --linkFrom, --linkTo, --smtp.";
        }

        if (settings["port"] is { } portText && !EmulatorProcess.IsPort(portText, out port))
        {
            return "--port must be a number from 0 to 65535.";
        }

        if (settings["smtp"] is { } smtpText)
        {
            if (!EmulatorProcess.IsPort(smtpText, out int smtpPort))
            {
                return "--smtp must be a number from 0 to 65535.";
            }

            smtp = smtpPort;
        }

        if (settings["schema"] is { } schemaText && !Enum.TryParse(schemaText, ignoreCase: true, out schema))
        {
            return "--schema must be CloudEvents or EventGrid.";
        }

        if (settings["webhook"] is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out webhook) && webhook.Scheme is "http" or "https"))
        {
            return "--webhook must be an absolute http or https address.";
        }

        if (!Convert.TryFromBase64String(settings["accessKey"] ?? "", new byte[1024], out _))
        {
            return "--accessKey must be base64.";
        }

        return (settings["linkFrom"] is null) == (settings["linkTo"] is null) ? null : "--linkFrom and --linkTo go together.";
    }
}
