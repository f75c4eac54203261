namespace Compensation.Campaigns.Files;

/// <summary>Whether the message texts can be filled in, and say what they must. Whether an SMS fits is known only with the installation's link.</summary>
internal static class TextRules
{
    public static void Check(TextsFile texts, FaultList faults)
    {
        foreach ((string kind, NoticeTextsFile text) in ByKind(texts))
        {
            string field = $"texts.{kind}";
            CheckTemplate(text.Sms, $"{field}.sms", needsLink: true, faults);
            CheckTemplate(text.EmailSubject, $"{field}.emailSubject", needsLink: false, faults);
            CheckTemplate(Joined(text), $"{field}.emailText", needsLink: true, faults);
            faults.AddUnless(text.EmailSubject.AsSpan().IndexOfAny('\r', '\n') < 0, $"{field}.emailSubject", "holds a line break; expected one line");
            faults.AddUnless(!text.EmailSubject.Contains("{link}", StringComparison.Ordinal), $"{field}.emailSubject", "holds {link}; expected the link in the text only");
            CheckLines(text.EmailText, $"{field}.emailText", faults);
        }
    }

    public static IEnumerable<(string Kind, NoticeTextsFile Text)> ByKind(TextsFile texts) =>
        [("issue", texts.Issue), ("reminder", texts.Reminder), ("resend", texts.Resend), ("fallback", texts.Fallback)];

    public static string Joined(NoticeTextsFile text) => string.Join('\n', text.EmailText);

    private static void CheckTemplate(string text, string field, bool needsLink, FaultList faults)
    {
        faults.AddUnless(!string.IsNullOrWhiteSpace(text), field, "is empty; expected a text");
        try
        {
            NoticeTemplate template = NoticeTemplate.Parse(text);
            faults.AddUnless(!needsLink || template.Placeholders.Contains("link", StringComparer.Ordinal), field, "holds no {link}; expected the way to what is owed");
        }
        catch (FormatException malformed)
        {
            faults.Add(field, malformed.Message);
        }
    }

    private static void CheckLines(IReadOnlyList<string> lines, string field, FaultList faults)
    {
        for (int index = 0; index < lines.Count; index++)
        {
            faults.AddUnless(!lines[index].Any(char.IsControl), $"{field}[{index}]", "holds control characters; expected one line of text");
        }
    }
}
