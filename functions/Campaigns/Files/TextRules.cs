namespace Compensation.Campaigns.Files;

/// <summary>Whether the message texts can be filled in, and say what they must. Whether an SMS fits is known only with the installation's link.</summary>
internal static class TextRules
{
    private static readonly string[] s_ofTransfersOnly = ["site", "transfersEnd"];

    /// <summary>What only messages to applicants can name.</summary>
    private static readonly string[] s_ofApplicants = ["code", "minutes", "receiptNumber", "reason", "question", "site"];

    private static readonly Wording s_ofCompensations =
        new([("link", "the way to what is owed")], [.. NoticeTemplate.KnownPlaceholders.Except(["points", .. s_ofTransfersOnly, .. s_ofApplicants], StringComparer.Ordinal)]);

    private static readonly string[] s_ofEverybody = ["programme", "office", "site", "emailSender", "smsSender", "callCentre", "callCentrePhone", "callCentreHours"];

    /// <summary>There is nothing to collect, and nobody to ring.</summary>
    private static readonly Wording s_ofGrants = new([("points", "how many were granted")], ["points", "programme", "office", "emailSender", "smsSender"]);

    /// <summary>Whose transfer failed opens the special site himself, by its name, as every message promises that no link in it asks for an account.</summary>
    private static readonly Wording s_ofTransfers = new(
        [("site", "the site on which the account is corrected"), ("receiptNumber", "the number by which the transfer is found there")],
        [.. NoticeTemplate.KnownPlaceholders.Except(["points", "link", "products", "deadline", "deadlineShort", "code", "minutes", "reason", "question"], StringComparer.Ordinal)]);

    public static void Check(TextsFile texts, SendingFile sending, FaultList faults)
    {
        foreach ((string kind, NoticeTextsFile text) in ByKind(texts))
        {
            string field = $"texts.{kind}";
            Check(text, field, s_ofCompensations, faults);
            CheckLongSms(text, field, sending, faults);
            faults.AddUnless(!text.EmailSubject.Contains("{link}", StringComparison.Ordinal), $"{field}.emailSubject", "holds {link}; expected the link in the text only");
        }

        foreach ((string kind, NoticeTextsFile? text, Wording wording) in ForApplicants(texts))
        {
            if (text is not null)
            {
                Check(text, $"texts.{kind}", wording, faults);
            }
        }

        foreach ((string outcome, string words) in ReasonsOf(texts))
        {
            CommonRules.CheckText(words, $"texts.applicationReasons.{outcome}", faults);
        }
    }

    public static void CheckTransferResult(NoticeTextsFile text, SendingFile sending, FaultList faults)
    {
        Check(text, "texts.transferResult", s_ofTransfers, faults);
        CheckLongSms(text, "texts.transferResult", sending, faults);
    }

    /// <summary>Only the Japanese above holds the link, and the list of products.</summary>
    public static void CheckEnglish(EnglishEmailsFile? emails, FaultList faults)
    {
        foreach ((string kind, string text) in OfEnglish(emails))
        {
            Wording wording = kind == "transferResult" ? s_ofTransfers : s_ofCompensations;
            CheckTemplate(text, $"english.emails.{kind}", new Wording([], [.. wording.Offered.Except(["link"], StringComparer.Ordinal)]), faults);
            CommonRules.CheckText(text, $"english.emails.{kind}", faults);
        }
    }

    /// <summary>What e-mails say in English, as far as the file has words for it.</summary>
    public static IEnumerable<(string Kind, string Text)> OfEnglish(EnglishEmailsFile? emails) => emails is null ? [] : new (string Kind, string? Text)[]
    {
        ("issue", emails.Issue),
        ("reminder", emails.Reminder),
        ("resend", emails.Resend),
        ("fallback", emails.Fallback),
        ("codeReady", emails.CodeReady),
        ("transferResult", emails.TransferResult),
    }.Where(one => one.Text is not null).Select(one => (one.Kind, one.Text!));

    public static void CheckGrantNotice(NoticeTextsFile text, string field, FaultList faults) => Check(text, field, s_ofGrants, faults);

    public static IEnumerable<(string Kind, NoticeTextsFile Text)> ByKind(TextsFile texts) =>
        [("issue", texts.Issue), ("reminder", texts.Reminder), ("resend", texts.Resend), ("fallback", texts.Fallback), ("codeReady", texts.CodeReady ?? texts.Resend)];

    /// <summary>The words for whose transfer failed, where the campaign pays into accounts.</summary>
    public static IEnumerable<(string Kind, NoticeTextsFile Text)> OfTransfers(TextsFile texts) => texts.TransferResult is { } text ? [("transferResult", text)] : [];

    /// <summary>Why nothing is sent, by outcome, as far as the file has words for it.</summary>
    public static IReadOnlyDictionary<string, string> ReasonsOf(TextsFile texts) => texts.ApplicationReasons is not { } reasons ? new Dictionary<string, string>(StringComparer.Ordinal) : new (string Outcome, string? Words)[]
    {
        ("unknownNumber", reasons.UnknownNumber),
        ("otherPrefecture", reasons.OtherPrefecture),
        ("alreadyInApp", reasons.AlreadyInApp),
        ("alreadyApplied", reasons.AlreadyApplied),
        ("balanceZero", reasons.BalanceZero),
        ("spent", reasons.Spent),
        ("notCovered", reasons.NotCovered),
    }.Where(reason => reason.Words is not null).ToDictionary(reason => reason.Outcome, reason => reason.Words!, StringComparer.Ordinal);

    /// <summary>What is told to applicants, as far as the file has words for it.</summary>
    public static IEnumerable<(string Kind, NoticeTextsFile Text)> ByKindForApplicants(TextsFile texts) =>
        ForApplicants(texts).Where(one => one.Text is not null).Select(one => (one.Kind, one.Text!));

    private static (string Kind, NoticeTextsFile? Text, Wording Wording)[] ForApplicants(TextsFile texts) =>
    [
        ("applicationCode", texts.ApplicationCode, new([("code", "the code that proves the contact")], ["code", "minutes", .. s_ofEverybody])),
        ("applicationReceived", texts.ApplicationReceived, new([("receiptNumber", "the number by which the application is found")], ["receiptNumber", .. s_ofEverybody])),
        ("applicationRefused", texts.ApplicationRefused, new([("reason", "why nothing is sent")], ["reason", "receiptNumber", .. s_ofEverybody])),
        ("applicationQuestion", texts.ApplicationQuestion, new([("question", "what is asked")], ["question", "receiptNumber", .. s_ofEverybody])),
    ];

    public static string Joined(NoticeTextsFile text) => string.Join('\n', text.EmailText);

    private static void Check(NoticeTextsFile text, string field, Wording wording, FaultList faults)
    {
        CheckTemplate(text.Sms, $"{field}.sms", wording, faults);
        if (text.SmsLong is { } words)
        {
            CheckTemplate(words, $"{field}.smsLong", wording, faults);
        }

        CheckTemplate(text.EmailSubject, $"{field}.emailSubject", wording with { Needed = [] }, faults);
        CheckTemplate(Joined(text), $"{field}.emailText", wording, faults);
        faults.AddUnless(text.EmailSubject.AsSpan().IndexOfAny('\r', '\n') < 0, $"{field}.emailSubject", "holds a line break; expected one line");
        CheckLines(text.EmailText, $"{field}.emailText", faults);
    }

    /// <summary>Who is paid for twice the room says whom to ring: people are suspicious of a link alone.</summary>
    private static void CheckLongSms(NoticeTextsFile text, string field, SendingFile sending, FaultList faults)
    {
        const string Phone = "{callCentrePhone}";
        if (text.SmsLong is { } words)
        {
            faults.AddUnless(words.Contains(Phone, StringComparison.Ordinal), $"{field}.smsLong", $"holds no {Phone}; expected whom to ring");
        }
        else if (sending.SmsSegments > 1)
        {
            faults.AddUnless(
                text.Sms.Contains(Phone, StringComparison.Ordinal),
                $"{field}.sms",
                $"holds no {Phone}; expected it here or in smsLong, as sending.smsSegments allows for what happened and whom to ring");
        }
    }

    private static void CheckTemplate(string text, string field, Wording wording, FaultList faults)
    {
        faults.AddUnless(!string.IsNullOrWhiteSpace(text), field, "is empty; expected a text");
        try
        {
            NoticeTemplate template = NoticeTemplate.Parse(text);
            foreach ((string needed, string means) in wording.Needed)
            {
                faults.AddUnless(template.Placeholders.Contains(needed, StringComparer.Ordinal), field, $"holds no {{{needed}}}; expected {means}");
            }

            faults.AddUnless(
                template.IsSetApart("link"), field, "has something directly beside {link}; expected ASCII space, line break, or the text's start or end on both sides, or phones make it part of the address");
            foreach (string other in template.Placeholders.Except(wording.Offered, StringComparer.Ordinal))
            {
                faults.Add(field, $"holds {{{other}}}, which has no meaning here; expected only {string.Join(", ", wording.Offered)}");
            }
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

    /// <summary>What texts of one kind of campaign can name.</summary>
    /// <param name="Needed">The placeholders that they must hold, and what these stand for.</param>
    /// <param name="Offered">All that they may hold.</param>
    private sealed record Wording(IReadOnlyList<(string Placeholder, string Means)> Needed, IReadOnlyList<string> Offered);
}
