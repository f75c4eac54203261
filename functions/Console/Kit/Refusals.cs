using Compensation.Common;
using Compensation.Common.Pages;

namespace Compensation.ConsolePages.Kit;

/// <summary>Why something was not done, in the reader's language: the rooms' words are English.</summary>
internal static class Refusals
{
    private static readonly (string Beginning, string Japanese)[] s_known =
    [
        ("Somebody else has changed it", "ほかの人が先に変更しました。画面を開きなおして、いまの内容を確かめてください。"),
        ("It is being changed all the time", "ほかの人が変更しています。画面を開きなおしてください。"),
        ("whoever has proposed it", "承認は、提案した人とは別の人が行います。"),
        ("A second person has to approve", "承認は、受け付けた人・お店の返事を記録した人とは別の人が行います。"),
        ("It is too late: since", "期限切れの処理が始まったため、もう延長できません。"),
        ("It is too early: what is lost", "期限の48時間前から行えます。"),
        ("No minute was lost", "延長できる停止時間がありません。"),
        ("There is nobody to whom", "いま行える方はいません。"),
        ("no transfer is paid any more", "振込の期間が終わりました。"),
        ("More would be made good", "停止した分数を超えます。"),
        ("The balance is not the one", "残高が変わりました。画面を開きなおして、いまの残高を確かめてください。"),
        ("More would be on the coupon", "戻すと、クーポンの額面を超えます。"),
        ("Another case says that this coupon was issued for", "同じクーポンの別の件と、額面が違います。クーポンの額面をもう一度確かめ、どちらかを訂正してください。"),
        ("The same receipt was put back", "同じレシートの分は、別の件ですでに戻しています。"),
        ("seen: expected", "同じクーポン・同じレシートの件が増えています。先にそれらを確かめてください。"),
        ("The balances are not sealed yet", "残高がまだ確定していません。確定のあとに行えます。"),
        ("Reports are taken from", "お申し出の受付期間ではありません。"),
        ("Cases are decided until", "判断できる期限を過ぎました。"),
        ("No hour of sending is left", "締め切りまでに送信できる時間がありません。"),
        ("The transfer has changed since", "振込の状態が変わりました。画面を開きなおしてください。"),
        ("The transfer is not in review", "この振込は、確認が必要な状態ではありません。"),
        ("This Idempotency-Key was used", "この画面はすでに送信されています。"),
        ("has taken it up", "ほかの人が担当しています。"),
        ("It has been accepted", "すでに承認されています。"),
        ("has had as many resends", "再送の上限に達しています。連絡先は変わらず、前のリンクもまだ使えます。統括に相談してください。"),
        ("is on the list of those that are not written to", "送らない連絡先に登録されています。連絡先は変わらず、前のリンクもまだ使えます。"),
        ("No code could be sent there", "確認番号を送れませんでした。連絡先を確かめるか、30秒ほど待ってからもう一度お試しください。"),
        ("It has changed since it was looked at", "内容が変わりました。画面を開きなおして、いまの内容を確かめてください。"),
        ("plan: is missing", "内容が変わりました。画面を開きなおして、いまの内容を確かめてください。"),
        ("The ledger is being imported", "台帳の取り込み中です。終わってからもう一度行ってください。"),
        ("can be collected", "まだ受け取れる金額があります。放棄するかどうかを、ご本人に確かめてください。"),
        ("Nothing is owed on this coupon", "このクーポンには補償の対象がないか、番号が見つかりません。"),
        ("Another application was accepted", "このクーポンでは、別の申請が承認されています。"),
        ("this installation has no account to pay from", "振込元の口座がまだ設定されていません。管理者に連絡してください。"),
        ("Transfers cannot be asked for yet", "振込の受付はまだ始まっていません。"),
        ("Transfers are paid from", "振込の開始日の前です。"),
        ("The deadline has passed", "期限を過ぎています。"),
        ("The transfer is released or paid", "振込はすでに承認されたか、支払われています。変更できません。"),
        ("The app does not know the holder of this coupon", "先に、クーポンの申請が承認される必要があります。"),
        ("Too many accounts have failed", "振込できない口座が続いています。管理者に相談してください。"),
        ("Nothing is owed that could be paid", "振り込める金額がありません（ポイントを選んだか、権利が終わっています）。"),
        ("Applications are taken from", "申請の受付期間ではありません。"),
        ("What was personal of a coupon's holder", "ご本人の請求で個人情報を消去したクーポンです。もう受け付けられません。"),
        ("did not come back by our own side's doing", "当方の都合で戻った振込ではないか、状態が変わりました。画面を開きなおしてください。"),
        ("What the applicant states cannot be read", "申請の内容を読み出せません。もう一度申請していただくようお断りの文で案内し、お電話もしてください。"),
        ("Nobody has fetched this file yet", "このファイルはまだ誰も取り出していません。銀行が支払っているはずはありません。"),
        ("Returns of this file may come until", "このファイルの組戻りの期間が終わっていません。"),
        ("Nothing is released, and there is no file yet", "承認された振込がありません。"),
        ("the applicant is told another reason", "すでに別の理由で断っています。変えるときは、先に「もう一度確認する」を行ってください。"),
    ];

    public static Html Say(Language language, string why)
    {
        if (language == Language.English)
        {
            return Html.Of($"{why}");
        }

        string? known = s_known.FirstOrDefault(one => why.Contains(one.Beginning, StringComparison.Ordinal)).Japanese;
        return known is null ? Html.Of($"いまは行えません。<span lang=\"en\">{why}</span>") : Html.Of($"{known}");
    }
}
