using Compensation.Access.Pages;
using Compensation.Common.Http;
using Compensation.Common.Pages;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Compensation.Access.OpenIdConnect;

/// <summary>Leads to where the provider ends its own session, so that the next to sit down is not signed in by a click.</summary>
public sealed class ProviderSignOut(WaysIn ways, IOptionsMonitor<OpenIdConnectOptions> options, IOptions<AccessOptions> access)
{
    public const string Path = "/sign-in/provider/end";

    [Function(nameof(EndProviderSession))]
    [ApiOperation("Leads to where the provider signs people out, where it says where.", AnswerType = "", Status = 302)]
    public async Task<IResult> EndProviderSession([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sign-in/provider/end")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ways.OpenIdConnect)
        {
            return Results.NotFound();
        }

        OpenIdConnectOptions settings = options.Get(OpenIdConnectServices.Scheme);
        OpenIdConnectConfiguration provider = await settings.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        if (string.IsNullOrEmpty(provider.EndSessionEndpoint))
        {
            return new SeeOther(SignInAddress.Path);
        }

        OpenIdConnectMessage goodbye = new()
        {
            IssuerAddress = provider.EndSessionEndpoint,
            ClientId = settings.ClientId,
            PostLogoutRedirectUri = new Uri(access.Value.PublicBaseUrl!, SignInAddress.Path).AbsoluteUri,
        };
        return Results.Redirect(goodbye.CreateLogoutRequestUrl());
    }
}
