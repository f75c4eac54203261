namespace Compensation.Notices.Text;

/// <summary>An SMS ready to be sent. Personal: it holds the link.</summary>
/// <param name="Text">What the person reads.</param>
/// <param name="Segments">As how many SMS it is billed.</param>
public sealed record ComposedSms(string Text, int Segments);

/// <summary>An e-mail ready to be sent. Personal: it holds the link.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text, lines ended by LF.</param>
/// <param name="Html">The same words as a page.</param>
public sealed record ComposedEmail(string Subject, string Text, string Html);
