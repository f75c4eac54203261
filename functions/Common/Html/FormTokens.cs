using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Compensation.Common.Pages;

/// <summary>
/// Keeps pages of others from sending our forms in a visitor's name: a cookie and a hidden field that belong together, and to whoever is signed in.
/// </summary>
public sealed class FormTokens(IAntiforgery antiforgery)
{
    /// <summary>The hidden field of a form. Sets the cookie where there is none yet.</summary>
    public Html FieldFor(HttpContext http)
    {
        AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(http);
        return Html.Of($"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">\n");
    }

    /// <summary>Whether a posted form is ours. Read it by <see cref="PostedForm"/> first, which limits it.</summary>
    public async Task<bool> HoldsAsync(HttpContext http) => await antiforgery.IsRequestValidAsync(http);
}

/// <summary>A cookie that browsers send over TLS only, also where something in front of us ends TLS. They take 127.0.0.1 and localhost for as safe.</summary>
public sealed class SecureCookie : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        CookieOptions options = base.Build(context, expiresFrom);
        options.Secure = true;
        return options;
    }
}

public static class PageServices
{
    /// <summary>What pages with forms need. Naming it twice is harmless.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddAntiforgery(options =>
        {
            options.Cookie = new SecureCookie { Name = "form", Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
            options.FormFieldName = "form-token";
            options.SuppressXFrameOptionsHeader = true;
        });
        return services.AddSingleton<FormTokens>();
    }
}
