using Compensation.Waves;

namespace Compensation.Notices;

/// <summary>Which of a page's people a run has to do with, by the channel that serves them: all of them, nearly always.</summary>
internal sealed record PagePart(string? Only, string? Except)
{
    public static readonly PagePart Whole = new(null, null);

    public static PagePart Of(WavePage page) => new(page.Only, page.Except);

    public bool Holds(NoticeChannel channel) => LoadOf(channel) is var kind && kind != Except && (Only is null || kind == Only);

    /// <summary>The name of a channel's pace in a wave's plan.</summary>
    public static string LoadOf(NoticeChannel channel) => channel == NoticeChannel.Sms ? "sms" : "email";
}
