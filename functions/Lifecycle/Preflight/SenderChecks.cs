using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Entitlements;
using Compensation.Notices;
using Compensation.Notices.Direct;
using Compensation.Notices.Providers;
using Compensation.Notices.Text;
using Microsoft.Extensions.Options;

namespace Compensation.Lifecycle.Preflight;

/// <summary>Whether every provider that has a share takes a message to the operator's own phone and mailbox, from the senders that the campaign announces. Whether it arrives, the operator sees.</summary>
public sealed class SenderChecks(DirectSender sender, IOptions<ProviderOptions> providers, TimeProvider time)
{
    internal async Task<IReadOnlyList<PreflightCheck>> TryAsync(Campaign campaign, PreflightRequest request, CancellationToken cancellationToken) =>
    [
        .. JapanesePhone.TryNormalise(request.Phone ?? string.Empty, out string? phone)
            ? await SendAsync(campaign, "sms", NoticeChannel.Sms, new Contact(phone, null), cancellationToken)
            : [new PreflightCheck("sms", false, $"Not tried: phone is {(string.IsNullOrEmpty(request.Phone) ? "missing" : "no number that receives SMS")}; expected your own mobile number.")],
        .. EmailRule.TryNormalise(request.Email ?? string.Empty, out string? email)
            ? await SendAsync(campaign, "email", NoticeChannel.Email, new Contact(null, email), cancellationToken)
            : [new PreflightCheck("email", false, $"Not tried: email is {(string.IsNullOrEmpty(request.Email) ? "missing" : "no address")}; expected your own mailbox.")],
    ];

    /// <summary>One message by each: a second provider that nobody has tried would fail when the first does.</summary>
    private async Task<PreflightCheck[]> SendAsync(Campaign campaign, string name, NoticeChannel channel, Contact to, CancellationToken cancellationToken)
    {
        string[] sharing = [.. providers.Value.WeightsOf(channel).Where(provider => provider.Value > 0).Select(provider => provider.Key).Order(StringComparer.Ordinal)];
        List<PreflightCheck> checks = [];
        foreach (string provider in sharing)
        {
            checks.Add(await SendAsync(campaign, sharing.Length == 1 ? name : $"{name}-{provider}", to, provider, cancellationToken));
        }

        return [.. checks];
    }

    private async Task<PreflightCheck> SendAsync(Campaign campaign, string name, Contact to, string provider, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Guid requestId = sender.RequestIdOf(string.Create(CultureInfo.InvariantCulture, $"preflight\n{campaign.Id}\n{to.FirstWay}\n{now.UtcTicks}\n{provider}"));
        string subject = $"【{campaign.Programme}】送信の確認";
        string words = string.Create(CultureInfo.InvariantCulture, $"【{campaign.Programme}】送信の確認です（{now.ToJapan():HH:mm}）。");
        string text = $"{words}\n\n{campaign.Office}";
        ComposedText message = new(words, subject, text, EmailPage.From(subject, text).ToString());
        string from = to.Phone is null ? campaign.Senders.Email : campaign.Senders.SmsDisplay;
        ProviderAnswer answer = await sender.SendAsync(campaign, to, message, requestId, new SendTry(provider, Earlier: null), cancellationToken);
        return answer.Outcome switch
        {
            SendOutcome.Accepted => new PreflightCheck(name, true, $"The provider {provider} has taken a message from {from}. Look whether it arrives, and how the sender is shown."),
            SendOutcome.Refused refused => new PreflightCheck(name, false, $"The provider {provider} refuses: {refused.Reason}."),
            _ => new PreflightCheck(name, false, $"The provider {provider} has not taken it ({answer.Outcome.GetType().Name}): look at its settings and at GET alarms."),
        };
    }
}
