using Compensation.Notices.Acs;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.EventGrid;

/// <summary>An installation that sends through Azure also hears from it: one that could hear nobody does not start.</summary>
internal sealed class EventsAreGuarded(IOptions<AcsOptions> acs) : IValidateOptions<EventGridOptions>
{
    public ValidateOptionsResult Validate(string? name, EventGridOptions options) =>
        string.IsNullOrEmpty(acs.Value.EventSource) || options.TakesKeys || options.TakesTokens
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{AcsOptions.Section}:EventSource is set, but nobody's delivery reports would be heard: set {EventGridOptions.Section}:Key, or TenantId and Audience.");
}
