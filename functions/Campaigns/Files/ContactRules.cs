using System.Text.RegularExpressions;
using Compensation.Common;

namespace Compensation.Campaigns.Files;

/// <summary>Whether senders and call centre are what people can recognise and ring.</summary>
internal static partial class ContactRules
{
    public static void Check(CompensationFile file, FaultList faults)
    {
        CheckSenders(file.Senders, "senders", faults);
        CheckCallCentre(file.CallCentre, faults);
        CommonRules.CheckText(file.Resend, "resend", faults);
    }

    public static void CheckSenders(SendersFile senders, string field, FaultList faults)
    {
        faults.AddUnless(EmailRule.IsAcceptable(senders.Email), $"{field}.email", $"'{senders.Email}' is not an e-mail address");
        bool international = E164().IsMatch(senders.Sms);
        faults.AddUnless(international, $"{field}.sms", $"'{senders.Sms}' is not a number in E.164; expected a form such as +81352449370");

        // A typing error here would send people's trust to somebody else's number.
        string displayed = string.Concat(senders.SmsDisplay.Where(char.IsAsciiDigit)).TrimStart('0');
        faults.AddUnless(
            !international || string.Equals(senders.Sms, $"+81{displayed}", StringComparison.Ordinal),
            $"{field}.smsDisplay",
            $"'{senders.SmsDisplay}' is not the number in {field}.sms; expected the same number as the notice prints it");
    }

    private static void CheckCallCentre(CallCentreFile centre, FaultList faults)
    {
        CommonRules.CheckText(centre.Name, "callCentre.name", faults);
        CommonRules.CheckText(centre.HoursAsPrinted, "callCentre.hoursAsPrinted", faults);
        faults.AddUnless(DomesticNumber().IsMatch(centre.Phone), "callCentre.phone", $"'{centre.Phone}' is not a telephone number; expected a form such as 0120-479-249");
        faults.AddUnless(centre.Openings.Count > 0, "callCentre.openings", "is empty; expected at least one");
        for (int index = 0; index < centre.Openings.Count; index++)
        {
            OpeningFile opening = centre.Openings[index];
            string field = $"callCentre.openings[{index}]";
            faults.AddUnless(opening.Opens < opening.Closes, $"{field}.closes", $"{opening.Closes:HH\\:mm} is not after opens {opening.Opens:HH\\:mm}");
            if (opening is { From: { } from, Until: { } until })
            {
                CommonRules.CheckOrder(from, $"{field}.from", until, $"{field}.until", faults);
            }
        }
    }

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex E164();

    [GeneratedRegex(@"\A0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DomesticNumber();
}
