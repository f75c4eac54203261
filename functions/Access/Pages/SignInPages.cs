using System.Globalization;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Pages;

/// <summary>What people read where they sign in, and where they are not let in.</summary>
internal static class SignInPages
{
    public const string Name = "name";
    public const string Password = "password";
    public const string Code = "code";

    public static Page SignIn(HttpRequest request, WaysIn ways, string platformPath, Html token, string? name = null, IReadOnlyList<FieldError>? errors = null, int status = StatusCodes.Status200OK)
    {
        Language language = Languages.Of(request);
        ErrorSummary summary = new(language, errors ?? []);
        string title = language.Say("サインイン", "Sign in");
        return OperatorPage.Of(request, status, summary.Entitle(title), Html.Of($"""
            {summary}
            <h1>{title}</h1>
            {(ways.Platform ? Way($"{platformPath}?post_login_redirect_uri={Uri.EscapeDataString(SignInAddress.Wanted(request))}", language) : Html.Empty)}
            {(ways.OpenIdConnect ? Way($"{SignInAddress.Path}/provider?{SignInAddress.To}={Uri.EscapeDataString(SignInAddress.Wanted(request))}", language) : Html.Empty)}
            {(ways.Local ? LocalForm(language, token, name, summary.Errors) : Html.Empty)}
            """));
    }

    private static Html Way(string address, Language language) =>
        Html.Of($"<p><a class=\"button\" href=\"{address}\">{language.Say("組織のアカウントでサインイン", "Sign in with your organisation's account")}</a></p>");

    private static Html LocalForm(Language language, Html token, string? name, IReadOnlyList<FieldError> errors) => Html.Of($"""
        {new Form(token, Html.Of($"""
            {NameField(language, name, errors)}
            {new TextField(Password, language.Say("パスワード", "Password")) { Language = language, Type = "password", AutoComplete = "current-password", Error = errors.Of(Password) }}
            {CodeField(language, errors)}
            """), language.Say("サインイン", "Sign in"))}
        <p class="way"><a href="{language.At($"{SignInAddress.Path}/first")}">{language.Say("はじめてサインインする方・認証アプリを変える方", "Signing in for the first time, or with a new authenticator app")}</a></p>
        """);

    public static TextField NameField(Language language, string? name, IReadOnlyList<FieldError> errors) =>
        new(Name, language.Say("ユーザー名", "User name")) { Language = language, Value = name, AutoComplete = "username", Error = errors.Of(Name) };

    public static TextField CodeField(Language language, IReadOnlyList<FieldError> errors) => new(Code, language.Say("認証アプリの6桁の数字", "Six digits from your authenticator app"))
    {
        Language = language,
        InputMode = "numeric",
        AutoComplete = "one-time-code",
        Characters = 8,
        Hint = language.Say("同じ数字は1回だけ使えます。", "Each number works once."),
        Error = errors.Of(Code),
    };

    /// <summary>It is not said which of the three was wrong.</summary>
    public static FieldError Wrong(Language language) => new(Name, language.Say(
        "サインインできませんでした。ユーザー名、パスワード、認証アプリの新しい数字をもう一度入力してください。",
        "That did not match. Enter your user name, your password and a new number from your authenticator app."));

    public static FieldError Later(Language language, TimeSpan wait)
    {
        int minutes = Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
        return new FieldError(Name, language.Say(
            string.Create(CultureInfo.InvariantCulture, $"まちがいが続いたため、しばらくサインインできません。{minutes}分ほど待ってから、もう一度入力してください。"),
            string.Create(CultureInfo.InvariantCulture, $"There were too many wrong tries. Wait about {minutes} {(minutes == 1 ? "minute" : "minutes")}, then try again.")));
    }

    public static Page SessionEnded(HttpRequest request)
    {
        Language language = Languages.Of(request);
        return Notice(request, StatusCodes.Status401Unauthorized, language.Say("サインインが必要です", "Sign in again"),
            language.Say("しばらく操作がなかったため、サインアウトしました。送信した内容は保存されていません。", "You were signed out because nothing was done for a while. What you sent was not saved."),
            SignInAddress.Of(null, language), language.Say("サインイン", "Sign in"));
    }

    public static Page Forbidden(HttpRequest request)
    {
        Language language = Languages.Of(request);
        return Notice(request, StatusCodes.Status403Forbidden, language.Say("このページは表示できません", "You cannot see this page"),
            language.Say("担当の役割では、このページを使えません。必要な場合は管理者にお知らせください。", "Your roles do not include this page. Ask an administrator if you need it."),
            language.At("/account"), language.Say("自分のアカウントを見る", "See your account"));
    }

    public static Page FormTooOld(HttpRequest request)
    {
        Language language = Languages.Of(request);
        return Notice(request, StatusCodes.Status403Forbidden, language.Say("もう一度入力してください", "Please fill in the form again"),
            language.Say("ページを開いてから時間がたったか、別のページから送信されました。何も保存していません。", "The form was open for too long, or came from another page. Nothing was saved."),
            language.At(request.Path), language.Say("ページを開きなおす", "Open the page again"));
    }

    public static Page ProviderFailed(HttpRequest request)
    {
        Language language = Languages.Of(request);
        return Notice(request, StatusCodes.Status403Forbidden, language.Say("サインインできませんでした", "You could not be signed in"),
            language.Say("組織のアカウントでのサインインが完了しませんでした。もう一度お試しください。続く場合は管理者にお知らせください。", "Signing in with your organisation's account was not completed. Try again, and tell an administrator if it goes on."),
            SignInAddress.Of(null, language), language.Say("サインイン", "Sign in"));
    }

    /// <summary>A page, and no redirect: where a form's redirects may lead is bounded by our own policy, and the directory is elsewhere.</summary>
    public static Page SignedOutHere(HttpRequest request, string elsewhere)
    {
        Language language = Languages.Of(request);
        return Notice(request, StatusCodes.Status200OK, language.Say("サインアウトしました", "You are signed out"),
            language.Say(
                "このシステムからサインアウトしました。ほかの人も使う端末では、組織のアカウントからもサインアウトしてください。",
                "You are signed out here. On a computer that others use too, sign out of your organisation's account as well."),
            elsewhere, language.Say("組織のアカウントからサインアウト", "Sign out of your organisation's account"));
    }

    private static Page Notice(HttpRequest request, int status, string title, string text, string address, string link) => OperatorPage.Of(request, status, title, Html.Of($"""
        <h1>{title}</h1>
        <p>{text}</p>
        <p><a class="button" href="{address}">{link}</a></p>
        """));
}
