using Compensation.Common.Access;
using Microsoft.Extensions.Logging;

namespace Compensation.Access;

/// <summary>What this slice says. Event ids 20–29. Ids of persons are hashes, and no personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{Person} signed in.")]
    public static partial void SignedIn(this ILogger logger, PersonId person);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Somebody did not sign in as {Person}.")]
    public static partial void NotSignedIn(this ILogger logger, PersonId person);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Somebody tried too often to sign in as {Person}.")]
    public static partial void TooManyTries(this ILogger logger, PersonId person);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "The sign-in provider's answer was not taken: {Failure}")]
    public static partial void ProviderFailed(this ILogger logger, string failure);

    [LoggerMessage(EventId = 24, Level = LogLevel.Warning, Message = "{Person} was made the first administrator.")]
    public static partial void FirstAdministrator(this ILogger logger, PersonId person);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "{Function} was refused to {Subject}: the table of routes does not let it.")]
    public static partial void Refused(this ILogger logger, string function, string subject);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "The provider vouches no more for {Person}: the session has ended.")]
    public static partial void ProviderVouchesNoMore(this ILogger logger, PersonId person);

    [LoggerMessage(EventId = 27, Level = LogLevel.Warning, Message = "The provider has given no refresh token for {Person}, so that it cannot be asked again: the session ends after {After}. See OpenIdConnect:Scopes.")]
    public static partial void ProviderCannotBeAsked(this ILogger logger, PersonId person, TimeSpan after);
}
