using System.ComponentModel.DataAnnotations;
using Compensation.Common;

namespace Compensation.Operations.Alarms;

/// <summary>Section <c>Alarms</c>.</summary>
public sealed class AlarmOptions : IValidatableObject
{
    public const string Section = "Alarms";

    /// <summary>How long the same alarm is only counted after it was raised.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Where each new alarm is posted as JSON; left out: nowhere. On Azure an alert rule on log event 10 writes e-mails.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Shown there as a bearer token.</summary>
    public string? WebhookToken { get; init; }

    /// <summary>To whom each new alarm is written by e-mail, through the providers that notices go by; left out: to nobody.</summary>
    public string? EmailTo { get; init; }

    /// <summary>From which address; the provider has to know it.</summary>
    public string? EmailFrom { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach ((string name, string? address) in new[] { (nameof(EmailTo), EmailTo), (nameof(EmailFrom), EmailFrom) })
        {
            if (!string.IsNullOrEmpty(address) && !EmailRule.IsAcceptable(address))
            {
                yield return new ValidationResult($"{Section}:{name} is no e-mail address.", [name]);
            }
        }

        if (string.IsNullOrEmpty(EmailTo) != string.IsNullOrEmpty(EmailFrom))
        {
            yield return new ValidationResult($"{Section}:EmailTo and EmailFrom go together.", [nameof(EmailTo), nameof(EmailFrom)]);
        }

        if (Webhook is not null && (!Webhook.IsAbsoluteUri || (Webhook.Scheme != Uri.UriSchemeHttps && !Webhook.IsLoopback)))
        {
            yield return new ValidationResult($"{Section}:Webhook is no https address.", [nameof(Webhook)]);
        }
    }
}
