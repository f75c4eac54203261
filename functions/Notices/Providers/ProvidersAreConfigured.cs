using Compensation.Notices.Acs;
using Compensation.Notices.Smtp;
using Compensation.Notices.Twilio;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Providers;

/// <summary>Refuses a start in which weight is given to a provider that is unknown or has no access data.</summary>
internal sealed class ProvidersAreConfigured(IOptions<AcsOptions> acs, IOptions<TwilioOptions> twilio, IOptions<SmtpOptions> smtp) : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        Dictionary<(NoticeChannel, string), (bool IsConfigured, string Section)> known = new()
        {
            [(NoticeChannel.Sms, AcsOptions.Provider)] = (acs.Value.IsConfigured, AcsOptions.Section),
            [(NoticeChannel.Sms, TwilioOptions.Provider)] = (twilio.Value.IsConfigured, TwilioOptions.Section),
            [(NoticeChannel.Email, AcsOptions.Provider)] = (acs.Value.IsConfigured, AcsOptions.Section),
            [(NoticeChannel.Email, SmtpOptions.Provider)] = (smtp.Value.IsConfigured, SmtpOptions.Section),
        };
        List<string> faults = [];
        foreach (NoticeChannel channel in Enum.GetValues<NoticeChannel>())
        {
            foreach (string provider in options.WeightsOf(channel).Where(weight => weight.Value > 0).Select(weight => weight.Key))
            {
                if (!known.TryGetValue((channel, provider), out (bool IsConfigured, string Section) found))
                {
                    string names = string.Join(", ", known.Keys.Where(key => key.Item1 == channel).Select(key => key.Item2));
                    faults.Add($"{ProviderOptions.Section}:{channel}: there is no provider '{provider}'; expected one of {names}.");
                }
                else if (!found.IsConfigured)
                {
                    faults.Add($"{ProviderOptions.Section}:{channel} gives weight to '{provider}', and the section {found.Section} is not filled in.");
                }
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
