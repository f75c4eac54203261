using Compensation.Emulators.Communication.Protocol;
using Compensation.Emulators.Communication.Storage;

namespace Compensation.Emulators.Communication.Pages;

/// <summary>What programs ask of the emulator itself, under <c>/emulator</c>.</summary>
internal static class EmulatorApi
{
    private const int LargestPage = 1_000;

    public static void Map(WebApplication app, MessageStore store, FaultGate faults, Action<Uri?> setWebhook)
    {
        app.MapGet("/emulator/messages", (string? to, long after = 0, int take = 100) => Messages(store, to, after, take));
        app.MapGet("/emulator/stats", () => Results.Json(Statistics(store)));
        app.MapFaults(() => faults.Current, wanted => faults.Current = wanted, wanted => wanted.Problem);
        app.MapPut("/emulator/webhook", (WebhookAddress wanted) => SetWebhook(setWebhook, wanted));
    }

    private static IResult Messages(MessageStore store, string? to, long after, int take)
    {
        if (take is < 1 or > LargestPage)
        {
            return EmulatorRoutes.Refusal($"take must be from 1 to {LargestPage}.");
        }

        List<StoredMessage> rows = to is null ? store.Reader.After(after, take) : store.Reader.To(to, after, take);
        return Results.Json(rows.Select(row => new
        {
            sequence = row.Sequence,
            at = row.At.UtcDateTime,
            channel = row.Ask.Channel == MessageChannel.Sms ? "sms" : "email",
            to = row.Ask.To,
            from = row.Ask.From,
            subject = row.Ask.Subject,
            text = row.Ask.Text,
            requestId = row.Ask.RequestId,
            repeat = row.IsRepeat,
            messageId = row.MessageId,
            deliveredAt = row.IsAccepted ? row.ToPublic().DeliveredAt?.UtcDateTime : null,
        }));
    }

    public static IReadOnlyDictionary<string, long> Statistics(MessageStore store)
    {
        SortedDictionary<string, long> totals = store.Reader.ReadTotals();
        totals["reportsWaiting"] = store.Reader.ReportsWaiting();
        return totals;
    }

    private static IResult SetWebhook(Action<Uri?> setWebhook, WebhookAddress wanted)
    {
        if (wanted.Address is { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") })
        {
            return EmulatorRoutes.Refusal("address must be an absolute http or https address, or null.");
        }

        setWebhook(wanted.Address);
        return Results.Json(wanted);
    }

    private sealed record WebhookAddress(Uri? Address);
}
