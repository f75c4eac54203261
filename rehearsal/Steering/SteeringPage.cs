using System.Globalization;
using Compensation.Campaigns;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Officials;
using Compensation.Rehearsal.Report;
using Compensation.Rehearsal.View;
using Compensation.Rehearsal.World;
using Microsoft.AspNetCore.Http;

namespace Compensation.Rehearsal.Steering;

/// <summary>What the page shows.</summary>
/// <param name="Rehearsal">What is steered.</param>
/// <param name="Language">The reader's.</param>
/// <param name="Stands">Whether time stands still on a day.</param>
/// <param name="HasEnded">Whether the campaign has come to its end.</param>
/// <param name="Waves">The campaign's waves; none while time passes.</param>
/// <param name="Said">What the last act was answered with.</param>
internal sealed record SteeringView(IRehearsal Rehearsal, Language Language, bool Stands, bool HasEnded, IReadOnlyList<SteeredWave> Waves, string Said)
{
    /// <summary>Of a points award: whether its postings are suspended; null of another campaign.</summary>
    public bool? Suspended { get; init; }

    public SteeringWords Words => SteeringWords.Of(Rehearsal.World.Campaign.Kind, Language);

    public bool IsAward => Rehearsal.World.Campaign.Kind == CampaignKind.PointsAward;

    public string Say(string japanese, string english) => Language.Say(japanese, english);

    public DateTimeOffset Now => Rehearsal.World.Clock.GetUtcNow();
}

/// <summary>Buttons for time and waves, and the ways to everything that is up. While time passes it looks again by itself.</summary>
internal static class SteeringPage
{
    private static readonly Html s_lookAgain = Html.Of($$"""setTimeout(()=>location.reload(),1000)""");

    public static string Moment(DateTimeOffset instant, Language language) =>
        instant.ToJapan().ToString(language.Say("yyyy年M月d日(ddd)HH:mm", "d MMMM yyyy, HH:mm"), language == Language.Japanese ? JapanTime.Japanese : CultureInfo.InvariantCulture);

    public static Page Of(SteeringView view)
    {
        string programme = view.Rehearsal.World.Campaign.Programme;
        return new Page(StatusCodes.Status200OK, view.Say($"リハーサル：{programme}", $"Rehearsal: {programme}"), Html.Of($"""
            <h1>{Moment(view.Now, view.Language)}</h1>
            {(view.Said.Length == 0 ? Html.Empty : Html.Of($"<p class=\"several\" role=\"status\">{view.Said}</p>"))}
            {(view.HasEnded ? Html.Of($"<p>{view.Say("キャンペーンは終わりました。", "The campaign has ended.")}</p>{WhatIsUp(view)}") : view.Stands ? Standing(view) : Html.Of($"<p role=\"status\">{view.Say("時間が進んでいます。止まると、ここに操作が表示されます。", "Time passes. The buttons are here when it stands still again.")}</p>"))}
            """))
        {
            Language = view.Language,
            Masthead = Html.Of($"""<div class="masthead"><header><p class="programme">{programme}</p><p class="site">{view.Say("リハーサル（模擬の時間・模擬の人々）", "Rehearsal: time and people are made up")}</p></header></div>"""),
            Script = view.Stands || view.HasEnded ? Html.Empty : s_lookAgain,
        };
    }

    private static Html Standing(SteeringView view) => Html.Of($"""
        {Button("next-day", view.Say("次の日へ", "Next day"))}
        {(NextStops.NextWave(view.Rehearsal.Beginnings, view.Now) is null ? Html.Of($"<p>{view.Words.NoneLeft}</p>") : Button("next-wave", view.Words.Next))}
        {Button("end", view.Say("最後まで進める", "To the end"))}
        {WhatIsUp(view)}
        <h2>{view.Words.Waves}</h2>
        {(view.Waves.Count == 0 ? Html.Of($"<p>{view.Words.NotYet}</p>") : Html.Concat(view.Waves.Select(wave => Wave(view, wave))))}
        {(view.IsAward ? Postings(view) : SendAgain(view))}
        """);

    private static Html SendAgain(SteeringView view) => Html.Of($"""
        <h2>{view.Say("リンクを再送する", "Send a link again")}</h2>
        <form method="post" action="/send-again">
        {new TextField("number", view.Say("クーポンのお問い合わせ番号", "Inquiry number of the coupon")) { Language = view.Language, Characters = 20, AutoComplete = "off", Value = view.Rehearsal.SampleNumber }}
        <button type="submit" class="quiet">{view.Say("再送する", "Send again")}</button>
        </form>
        """);

    private static Html Postings(SteeringView view) => Html.Of($"""
        <h2>{view.Say("すべての記帳", "All postings")}</h2>
        <p>{(view.Suspended == true ? view.Say("止めています。付与も取消も、再開するまで待ちます。", "They are suspended: grants and withdrawals wait until they go on.") : view.Say("行われています。", "They are made."))}</p>
        {(view.Suspended == true ? QuietButton("postings/go-on", view.Say("再開する", "Let them go on")) : QuietButton("postings/suspend", view.Say("止める", "Suspend them")))}
        """);

    private static Html QuietButton(string act, string label) => Html.Of($"""
        <form method="post" action="/{act}"><p><button type="submit" class="quiet">{label}</button></p></form>
        """);

    private static Html Button(string act, string label) => Html.Of($"""
        <form method="post" action="/{act}"><p><button type="submit">{label}</button></p></form>
        """);

    private static Html Wave(SteeringView view, SteeredWave wave) => Html.Of($"""
        <section>
        <h3>{wave.Id}{view.Say("：", ": ")}{StandingOf(view, wave)}</h3>
        {(CountsOf(view, wave) is { Length: > 0 } counts ? Html.Of($"<p>{counts}</p>") : Html.Empty)}
        {(wave.Standing == "running" ? Lever(wave, "pause", view.Say("一時停止する", "Pause")) : wave.Standing == "paused" ? Lever(wave, "resume", view.Say("再開する", "Resume")) : Html.Empty)}
        </section>
        """);

    private static string CountsOf(SteeringView view, SteeredWave wave) => wave is { Counts: [], Standing: "finished" }
        ? view.Say("送る相手はいませんでした。", "There was nobody to write to.")
        : string.Join(view.Say("、", ", "), wave.Counts.Select(count => view.Language.Tell($"{view.Language.CountIn(count.Key)}{count.Value:N0}", $"{view.Language.CountIn(count.Key)} {count.Value:N0}")));

    private static string StandingOf(SteeringView view, SteeredWave wave) => wave.Standing switch
    {
        "running" when view.Now < wave.StartsAt => view.Say($"{Moment(wave.StartsAt, view.Language)}から", $"begins {Moment(wave.StartsAt, view.Language)}"),
        "planned" => view.Say($"予定（{Moment(wave.StartsAt, view.Language)}から）", $"planned for {Moment(wave.StartsAt, view.Language)}"),
        "running" => view.Say("送信中", "running"),
        "paused" => view.Say("一時停止中", "paused"),
        "finished" => view.Say("完了", "finished"),
        "stopped" => view.Say("中止", "stopped"),
        string other => other,
    };

    public static string Done(string wave, string lever, Language language) => lever switch
    {
        "pause" => language.Say($"{wave}を一時停止しました", $"{wave} is paused"),
        "resume" => language.Say($"{wave}を再開しました", $"{wave} goes on"),
        _ => language.Say($"{wave}を中止しました", $"{wave} is stopped"),
    };

    private static Html Lever(SteeredWave wave, string lever, string label) => Html.Of($"""
        <form method="post" action="/waves/{wave.Id}/{lever}"><button type="submit" class="quiet">{label}<span class="unseen"> {wave.Id}</span></button></form>
        """);

    private static Html WhatIsUp(SteeringView view) => Html.Of($"""
        <h2>{view.Say("いま見られるもの", "What is up")}</h2>
        <ul>
        {view.Rehearsal.Doors.Where(door => view.HasEnded || !door.OnlyAtTheEnd).Select(door => Way(view, door))}</ul>
        {(view is { Stands: true, IsAward: false, Waves.Count: > 0 } ? QuietButton("interim", view.Say("現在の数字（中間報告）を作る", "Make the figures of now: an interim report")) : Html.Empty)}
        {(view.Rehearsal.Guest is { Secret: not null } ? Html.Of($"""
        <p>{view.Say($"運営画面へは {Guest.SignInName}、パスワード「{Guest.Password}」でサインインします。", $"Sign in at the console as {Guest.SignInName} with \"{Guest.Password}\".")} <a href="/number">{view.Say("認証アプリの番号", "The authenticator's number")}</a></p>
        """) : Html.Empty)}
        """);

    private static Html Way(SteeringView view, Door door) => door.Where.StartsWith("http", StringComparison.Ordinal)
        ? Html.Of($"<li><a href=\"{door.Where}\">{door.TitleIn(view.Language)}</a></li>\n")
        : Html.Of($"<li>{door.TitleIn(view.Language)}: {door.Where}</li>\n");

    /// <summary>While figures are being made.</summary>
    public static Page Counting(Language language) => new(StatusCodes.Status200OK, language.Say("集計しています", "Counting"), Html.Of($"""
        <h1>{language.Say("集計しています", "Counting")}</h1>
        <p role="status">{language.Say("終わると、報告が表示されます。", "The report is shown when it is done.")}</p>
        """))
    {
        Language = language,
        Script = s_lookAgain,
    };

    /// <summary>What the visitor's authenticator app would show, which changes twice a minute.</summary>
    public static Page Number(Guest? guest, Language language) => new(StatusCodes.Status200OK, language.Say("認証アプリの番号", "The authenticator's number"), Html.Of($"""
        <h1>{language.Say("認証アプリの番号", "The authenticator's number")}</h1>
        <section class="code"><code>{guest?.NumberNow ?? language.Say("まだありません", "Not yet")}</code></section>
        <p>{language.Say("30秒ごとに変わります。一度使った番号は使えません。", "It changes every 30 seconds. A number can be used once.")}</p>
        """))
    {
        Language = language,
        Script = Html.Of($$"""setTimeout(()=>location.reload(),5000)"""),
    };
}
