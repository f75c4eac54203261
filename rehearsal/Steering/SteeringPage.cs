using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.Officials;
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
        {Button("next-wave", view.Say("次の送付・お知らせの日へ", "Next wave"))}
        {Button("end", view.Say("最後まで進める", "To the end"))}
        {WhatIsUp(view)}
        <h2>{view.Say("送付", "Waves")}</h2>
        {(view.Waves.Count == 0 ? Html.Of($"<p>{view.Say("残高の確定前です。", "The balances are not sealed yet.")}</p>") : Html.Concat(view.Waves.Select(wave => Wave(view, wave))))}
        <h2>{view.Say("リンクを再送する", "Send a link again")}</h2>
        <form method="post" action="/send-again">
        {new TextField("number", view.Say("クーポンのお問い合わせ番号", "Inquiry number of the coupon")) { Language = view.Language, Characters = 20, AutoComplete = "off", Value = view.Rehearsal.SampleNumber }}
        <button type="submit" class="quiet">{view.Say("再送する", "Send again")}</button>
        </form>
        """);

    private static Html Button(string act, string label) => Html.Of($"""
        <form method="post" action="/{act}"><p><button type="submit">{label}</button></p></form>
        """);

    private static Html Wave(SteeringView view, SteeredWave wave) => Html.Of($"""
        <section>
        <h3>{wave.Id}{view.Say("：", ": ")}{StandingOf(view, wave)}</h3>
        <p>{wave.Counts}</p>
        {(wave.Standing == "running" ? Lever(wave, "pause", view.Say("一時停止する", "Pause")) : wave.Standing == "paused" ? Lever(wave, "resume", view.Say("再開する", "Resume")) : Html.Empty)}
        </section>
        """);

    private static string StandingOf(SteeringView view, SteeredWave wave) => wave.Standing switch
    {
        "running" when view.Now < wave.StartsAt => view.Say($"{Moment(wave.StartsAt, view.Language)}から", $"begins {Moment(wave.StartsAt, view.Language)}"),
        "running" => view.Say("送信中", "running"),
        "paused" => view.Say("一時停止中", "paused"),
        "finished" => view.Say("完了", "finished"),
        "stopped" => view.Say("中止", "stopped"),
        string other => other,
    };

    private static Html Lever(SteeredWave wave, string lever, string label) => Html.Of($"""
        <form method="post" action="/waves/{wave.Id}/{lever}"><button type="submit" class="quiet">{label}<span class="unseen"> {wave.Id}</span></button></form>
        """);

    private static Html WhatIsUp(SteeringView view) => Html.Of($"""
        <h2>{view.Say("いま見られるもの", "What is up")}</h2>
        <ul>
        {view.Rehearsal.Doors.Where(door => view.HasEnded || !door.OnlyAtTheEnd).Select(door => Way(view, door))}{(view.Stands ? Html.Of($"<li><a href=\"/interim\">{view.Say("現在の数字（中間報告）", "The figures of now: an interim report")}</a></li>\n") : Html.Empty)}</ul>
        {(view.Rehearsal.Guest is { Secret: not null } ? Html.Of($"""
        <p>{view.Say($"運営画面へは {Guest.SignInName}、パスワード「{Guest.Password}」でサインインします。", $"Sign in at the console as {Guest.SignInName} with \"{Guest.Password}\".")} <a href="/number">{view.Say("認証アプリの番号", "The authenticator's number")}</a></p>
        """) : Html.Empty)}
        """);

    private static Html Way(SteeringView view, Door door) => door.Where.StartsWith("http", StringComparison.Ordinal)
        ? Html.Of($"<li><a href=\"{door.Where}\">{door.TitleIn(view.Language)}</a></li>\n")
        : Html.Of($"<li>{door.TitleIn(view.Language)}: {door.Where}</li>\n");

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
