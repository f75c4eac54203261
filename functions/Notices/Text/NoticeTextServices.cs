using Compensation.Entitlements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Compensation.Notices.Text;

public static class NoticeTextServices
{
    /// <summary>Adds the composer, and checks at start that every issue SMS fits one segment with this installation's links.</summary>
    public static IServiceCollection AddNoticeTexts(this IServiceCollection services)
    {
        services.AddSingleton<NoticeComposer>();
        services.AddSingleton<IValidateOptions<ReceiptSiteOptions>, IssueSmsFits>();
        services.AddOptions<ReceiptSiteOptions>().ValidateOnStart();
        return services;
    }
}
