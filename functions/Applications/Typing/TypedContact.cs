using Compensation.Common;
using Compensation.Entitlements;

namespace Compensation.Applications.Typing;

/// <summary>The one way in which somebody can be written to, as people type it: a mobile number or an e-mail address.</summary>
internal static class TypedContact
{
    /// <param name="text">As typed.</param>
    /// <param name="takes050">Whether IP telephones are sent SMS.</param>
    /// <returns>Null where it is neither.</returns>
    public static Contact? Read(string text, bool takes050) =>
        TypedPhone.TryParseForSms(text, takes050, out string? phone) ? new Contact(phone, null)
        : EmailRule.TryNormalise(text, out string? email) ? new Contact(null, email)
        : null;
}
