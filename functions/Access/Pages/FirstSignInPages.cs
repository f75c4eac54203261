using Compensation.Access.LocalAccounts;
using Compensation.Common;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Http;

namespace Compensation.Access.Pages;

/// <summary>What people read at their first sign-in.</summary>
internal static class FirstSignInPages
{
    public const string FirstCode = "first-code";
    public const string Invitation = "invitation";

    public static Page AskForCode(HttpRequest request, Html token, string? name = null, IReadOnlyList<FieldError>? errors = null)
    {
        Language language = Languages.Of(request);
        ErrorSummary summary = new(language, errors ?? []);
        string title = language.Say("はじめてのサインイン", "Your first sign-in");
        return OperatorPage.Of(request, summary.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, summary.Entitle(title), Html.Of($"""
            {summary}
            <h1>{title}</h1>
            {new Form(token, Html.Of($"""
                {SignInPages.NameField(language, name, summary.Errors)}
                {FirstCodeField(language, summary.Errors)}
                """), language.Say("つぎへ", "Continue"))}
            """));
    }

    public static Page AskForPassword(HttpRequest request, Html token, string carried, OpenedInvitation opened, IReadOnlyList<FieldError>? errors = null)
    {
        Language language = Languages.Of(request);
        ErrorSummary summary = new(language, errors ?? []);
        string title = language.Say("パスワードと認証アプリ", "Password and authenticator app");
        return OperatorPage.Of(request, summary.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, summary.Entitle(title), Html.Of($"""
            {summary}
            <h1>{title}</h1>
            {new Form(token, Html.Of($"""
                <input type="hidden" name="{Invitation}" value="{carried}">
                <input type="hidden" name="{SignInPages.Name}" value="{opened.SignInName}" autocomplete="username">
                {NewPasswordField(language, summary.Errors)}
                <h2>{language.Say("認証アプリに登録", "Add it to your authenticator app")}</h2>
                <p>{language.Say("QRコードを読み取るか、下の文字を入力してください。", "Scan the code, or type the letters below it.")}</p>
                {Picture(opened, language)}
                <p class="code"><code translate="no">{opened.TotpSecret}</code></p>
                {SignInPages.CodeField(language, summary.Errors)}
                """), language.Say("サインイン", "Sign in")) { Action = language.At($"{SignInAddress.Path}/first/finish") }}
            """));
    }

    private static TextField FirstCodeField(Language language, IReadOnlyList<FieldError> errors) => new(FirstCode, language.Say("初回コード", "First code"))
    {
        Language = language,
        AutoComplete = "off",
        Characters = 20,
        Hint = language.Say("管理者から受け取った20文字です。", "The 20 characters that your administrator gave you."),
        Error = errors.Of(FirstCode),
    };

    private static TextField NewPasswordField(Language language, IReadOnlyList<FieldError> errors) => new(SignInPages.Password, language.Say("新しいパスワード", "New password"))
    {
        Language = language,
        Type = "password",
        AutoComplete = "new-password",
        Hint = language.Say($"{LocalAccountOptions.PasswordLengthMin}文字以上。長い文章でもかまいません。", $"At least {LocalAccountOptions.PasswordLengthMin} characters. A sentence is good."),
        Error = errors.Of(SignInPages.Password),
    };

    public static FieldError WrongCode(Language language) => new(FirstCode, language.Say(
        "ユーザー名と初回コードが合わないか、コードの期限が過ぎています。もう一度入力するか、管理者に新しいコードをもらってください。",
        "User name and first code do not match, or the code is too old. Enter them again, or ask your administrator for a new code."));

    public static FieldError WrongNumber(Language language) => new(SignInPages.Code, language.Say(
        "数字が合いません。認証アプリに登録してから、いま表示されている6桁の数字を入力してください。",
        "That number does not match. Add the account to your app, then enter the six digits that it shows now."));

    public static List<FieldError> CheckPassword(string password, string signInName, Language language) =>
        password.Length is < LocalAccountOptions.PasswordLengthMin or > LocalAccountOptions.PasswordLengthMax || password.Contains(signInName, StringComparison.OrdinalIgnoreCase)
            ? [new FieldError(SignInPages.Password, language.Say(
                $"{LocalAccountOptions.PasswordLengthMin}文字以上{LocalAccountOptions.PasswordLengthMax}文字以下で、ユーザー名を含まないパスワードを入力してください。",
                $"Enter a password of {LocalAccountOptions.PasswordLengthMin} to {LocalAccountOptions.PasswordLengthMax} characters that does not contain your user name."))]
            : [];

    /// <summary>Drawn here: the secret goes to nobody else.</summary>
    private static Html Picture(OpenedInvitation opened, Language language)
    {
        string address = $"otpauth://totp/{Uri.EscapeDataString($"Compensation:{opened.SignInName}")}?secret={opened.TotpSecret}&issuer=Compensation";
        return QrPicture.Of(address, language.Say("認証アプリ用のQRコード", "QR code for your authenticator app"));
    }
}
