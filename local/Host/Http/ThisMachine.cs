using System.Net;
using Microsoft.AspNetCore.Http;

namespace Compensation.Local.Host.Http;

/// <summary>Tells a program on this machine from whoever else reaches a loopback address: through a proxy, a forwarded port, a name that points here, or a page in a browser.</summary>
internal static class ThisMachine
{
    // What proxies, load balancers and content networks add of their own.
    private static readonly string[] Forwarding =
    [
        "Forwarded", "Via", "True-Client-IP", "Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Real-IP", "X-ARR-LOG-ID", "X-Azure-ClientIP", "X-Azure-SocketIP",
        "X-Envoy-External-Address", "Fastly-Client-IP", "CDN-Loop", "Proxy-Connection",
    ];

    private static readonly string[] ForwardingFamilies = ["X-Forwarded", "X-Original-", "X-Proxy", "X-ProxyUser", "X-Appengine-", "X-Amzn-", "X-Azure-", "CF-"];

    public static bool Asks(HttpContext http) =>
        IsLoopback(http.Connection.RemoteIpAddress) && IsLoopback(http.Connection.LocalIpAddress) && NamesThisMachine(http.Request.Host)
        && !http.Request.Headers.Keys.Any(IsForwarding) && !ComesFromElsewhere(http.Request);

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    /// <summary>A name that somebody else has pointed at this machine is not this machine's.</summary>
    private static bool NamesThisMachine(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsForwarding(string header) =>
        Forwarding.Contains(header, StringComparer.OrdinalIgnoreCase) || Array.Exists(ForwardingFamilies, family => header.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    /// <summary>Browsers say where a request comes from. A page of this very address may ask, and whoever typed the address.</summary>
    private static bool ComesFromElsewhere(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return true;

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 && site is not ("same-origin" or "none");
    }
}
