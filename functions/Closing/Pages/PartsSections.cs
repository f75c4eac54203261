using System.Globalization;
using Compensation.Closing.Counting;
using Compensation.Common;

namespace Compensation.Closing.Pages;

/// <summary>The parts of a report as sections of its page.</summary>
internal static class PartsSections
{
    /// <param name="parts">The figures.</param>
    /// <param name="issued">Of what was chosen: what has been handed out.</param>
    /// <param name="hasTransfers">Whether people can be paid into an account as well, which is neither a product nor counted by day.</param>
    /// <param name="nameOf">A product's name.</param>
    public static Html Of(ReportParts parts, PeopleAndYen issued, bool hasTransfers, Func<string, string> nameOf) => Html.Of($"""
        {Unclaimed(parts.Unclaimed)}{Routes(parts.Routes)}{Products(parts.Products, issued, hasTransfers, nameOf)}{Days(parts, hasTransfers)}
        """);

    private static Html WithoutTransfers(bool hasTransfers) => hasTransfers ? Html.Of($"<p>銀行振込の分は含みません。</p>\n") : Html.Empty;

    /// <summary>A few figures on how long it took, and what the messages cost.</summary>
    public static Html Costs(MessageCosts costs) => costs == MessageCosts.None ? Html.Empty : Html.Of($"""
        <p>費用の目安：SMS {costs.SmsYen:N0}円、メール {costs.EmailYen:N0}円（設定された単価による）</p>

        """);

    private static Html Unclaimed(UnclaimedLines lines)
    {
        if (lines.Total.People == 0)
        {
            return Html.Empty;
        }

        (string Name, PeopleAndYen Sum)[] all = [.. ReportWords.UnclaimedOf(lines)];
        return Html.Of($"""
            <section>
            <h2>受け取られていない分の内訳</h2>
            {new BarChart("unclaimed", "受け取られていない件数の内訳", [.. all.Select(line => new Bar(line.Name, Share(line.Sum.People, lines.Total.People), Part(line.Sum.People, lines.Total.People), "#7b8794"))])}
            {Table("未受取の件数・金額", "内訳", all, ("未受取の合計", lines.Total))}
            {(lines.UndeliveredBy.Count == 0 ? Html.Empty : Table("届かなかった理由（携帯電話会社・メールサーバーなどの通知）", "理由", lines.UndeliveredBy.Select(reason => (ReportWords.ReasonName(reason.Reason), reason.Sum)), ("届かなかった分の合計", lines.Undelivered)))}
            </section>

            """);
    }

    private static Html Routes(IReadOnlyList<RouteLine> routes) => routes.Count == 0 ? Html.Empty : Html.Of($"""
        <section>
        <h2>経路別</h2>
        {routes.Select(route => Html.Of($"""
        {Table(ReportWords.RouteName(route.Route), "結果", ReportWords.OutcomesOf(route).Skip(1).Where(outcome => outcome.Sum.People > 0), ("補償対象", route.Entitled))}

        """))}</section>

        """);

    private static Html Products(IReadOnlyList<ProductCount> chosen, PeopleAndYen issued, bool hasTransfers, Func<string, string> nameOf)
    {
        if (chosen.Count == 0)
        {
            return Html.Empty;
        }

        PeopleAndYen sum = chosen.Aggregate(PeopleAndYen.Nobody, (sum, product) => sum + product.Sum);
        long all = sum.People;
        (string Name, PeopleAndYen Sum)[] products = [.. chosen.OrderByDescending(product => product.Sum.People).Select(product => (nameOf(product.Product), product.Sum))];
        return Html.Of($"""
            <section>
            <h2>選ばれた商品</h2>
            {new BarChart("products", "商品ごとの件数", [.. products.Select(product => new Bar(product.Name, Share(product.Sum.People, all), Part(product.Sum.People, all), "#0b4f7d"))])}
            {Table("商品ごとの件数・金額", "商品", products, ("選ばれた分の合計", sum))}
            {(sum.People > issued.People ? Html.Of($"<p>合計のうち{sum.People - issued.People:N0}件は、コードを準備しています。</p>\n") : Html.Empty)}{WithoutTransfers(hasTransfers)}</section>

            """);
    }

    private static Html Days(ReportParts parts, bool hasTransfers) => parts.Days.Count == 0 ? Html.Empty : Html.Of($"""
        <section>
        <h2>日別</h2>
        {(parts.MedianMinutesToClaim is { } median ? Html.Of($"<p>最初の案内から受取までの時間（中央値）：{ReportWords.Span(median)}（{parts.Claims:N0}件）</p>\n") : Html.Empty)}{WithoutTransfers(hasTransfers)}{new DayChart(parts.Days)}
        <details>
        <summary>日ごとの数値</summary>
        <div class="table">
        <table>
        <caption>受取ページを初めて開いた方と、受取の件数・金額</caption>
        <thead><tr><th scope="col">日</th><th scope="col" class="number">開いた方</th><th scope="col" class="number">受取</th><th scope="col" class="number">金額</th></tr></thead>
        <tbody>
        {parts.Days.Select(day => Html.Of($"""
        <tr><th scope="row">{day.Day.ToString("M/d(ddd)", JapanTime.Japanese)}</th><td class="number">{day.Opened:N0}</td><td class="number">{day.Claimed.People:N0}</td><td class="number">{day.Claimed.Yen}</td></tr>

        """))}</tbody>
        <tfoot><tr><th scope="row">合計</th><td class="number">{parts.Days.Sum(day => day.Opened):N0}</td><td class="number">{parts.Days.Sum(day => day.Claimed.People):N0}</td><td class="number">{parts.Days.Aggregate(Yen.Zero, (sum, day) => sum + day.Claimed.Yen)}</td></tr></tfoot>
        </table>
        </div>
        </details>
        </section>

        """);

    private static Html Table(string caption, string first, IEnumerable<(string Name, PeopleAndYen Sum)> lines, (string Name, PeopleAndYen Sum) total) => Html.Of($"""
        <div class="table">
        <table>
        <caption>{caption}</caption>
        <thead><tr><th scope="col">{first}</th><th scope="col" class="number">件数</th><th scope="col" class="number">金額</th></tr></thead>
        <tbody>
        {lines.Select(Row)}</tbody>
        <tfoot>{Row(total)}</tfoot>
        </table>
        </div>
        """);

    private static Html Row((string Name, PeopleAndYen Sum) line) => Html.Of($"""
        <tr><th scope="row">{line.Name}</th><td class="number">{line.Sum.People:N0}件</td><td class="number">{line.Sum.Yen}</td></tr>

        """);

    private static double Part(long some, long all) => all == 0 ? 0 : (double)some / all;

    private static string Share(long some, long all) => string.Create(CultureInfo.InvariantCulture, $"{some:N0}件（{Part(some, all):0.0%}）");
}
