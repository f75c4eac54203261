using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Compensation.Rehearsal.World;
using Microsoft.AspNetCore.Http;

namespace Compensation.Rehearsal.Steering;

/// <summary>What the page shows.</summary>
/// <param name="Rehearsal">What is steered.</param>
/// <param name="Language">The reader's.</param>
/// <param name="Stands">Whether time stands still.</param>
/// <param name="Waves">The campaign's waves; none while time passes.</param>
/// <param name="Said">What the last act was answered with.</param>
internal sealed record SteeringView(IRehearsal Rehearsal, Language Language, bool Stands, IReadOnlyList<SteeredWave> Waves, string Said)
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
            {(view.Stands ? Standing(view) : Html.Of($"<p role=\"status\">{view.Say("時間が進んでいます。止まると、ここに操作が表示されます。", "Time passes. The buttons are here when it stands still again.")}</p>"))}
            """))
        {
            Language = view.Language,
            Masthead = Html.Of($"""<div class="masthead"><header><p class="programme">{programme}</p><p class="site">{view.Say("リハーサル（模擬の時間・模擬の人々）", "Rehearsal: time and people are made up")}</p></header></div>"""),
            Script = view.Stands ? Html.Empty : s_lookAgain,
        };
    }

    private static Html Standing(SteeringView view) => Html.Of($"""
        {Button("next-day", view.Say("次の日へ", "Next day"))}
        {Button("next-wave", view.Say("次の送付・お知らせの日へ", "Next wave"))}
        {Button("end", view.Say("最後まで進める", "To the end"))}
        <h2>{view.Say("いま見られるもの", "What is up")}</h2>
        <ul>
        {view.Rehearsal.Doors.Select(Door)}</ul>
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
        <h3>{wave.Id}：{wave.Standing}</h3>
        <p>{wave.Counts}</p>
        {(wave.Standing == "running" ? Lever(wave, "pause", view.Say("一時停止する", "Pause")) : wave.Standing == "paused" ? Lever(wave, "resume", view.Say("再開する", "Resume")) : Html.Empty)}
        </section>
        """);

    private static Html Lever(SteeredWave wave, string lever, string label) => Html.Of($"""
        <form method="post" action="/waves/{wave.Id}/{lever}"><button type="submit" class="quiet">{label}<span class="unseen"> {wave.Id}</span></button></form>
        """);

    /// <summary>A name, and where it is: the address is what stands last.</summary>
    private static Html Door(string line)
    {
        int blank = line.LastIndexOf(' ');
        return Html.Of($"""
            <li><a href="{line[(blank + 1)..]}">{line[..blank].Trim().TrimEnd(':')}</a></li>

            """);
    }
}
