using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compensation.Common;
using Compensation.Notices.Providers;
using Compensation.Operations.Alarms;
using Microsoft.Extensions.Options;

namespace Compensation.Notices;

/// <summary>Writes each new alarm to the operators by e-mail, through the providers that notices go by.</summary>
internal sealed class AlarmMail(ProviderChoice providers, TimeProvider time, IOptions<AlarmOptions> options) : IAlarmWayOut
{
    public string Name => "e-mail";

    public async Task TellAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        if (options.Value is not { EmailTo: { Length: > 0 } to, EmailFrom: { Length: > 0 } from })
        {
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        Guid request = new(SHA256.HashData(Encoding.UTF8.GetBytes($"alarm\n{alarm.Id}")).AsSpan(0, 16));
        OutgoingMessage message = new(request, from, to, $"[{alarm.Campaign?.Value ?? "compensation"}] {alarm.Kind}", TextOf(alarm), Html: null, now, now);
        SendOutcome outcome = await providers.Choose(NoticeChannel.Email, request, triedWith: null).SendAsync(message, mayBeRepeat: false, cancellationToken);
        if (outcome is not SendOutcome.Accepted)
        {
            throw new IOException($"The provider answered {outcome.GetType().Name}.");
        }
    }

    private static string TextOf(Alarm alarm) =>
        string.Create(CultureInfo.InvariantCulture, $"{alarm.Text}\n\n{alarm.Kind}, {alarm.At.ToJapan():yyyy-MM-dd HH:mm:ss zzz}. GET alarms lists it; the same matter is only counted for some hours.\n");
}
