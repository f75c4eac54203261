namespace Compensation.Common.Http;

/// <summary>The public address in front of pages: of a host, without a path behind which its links would be dead.</summary>
public static class PublicAddress
{
    /// <summary>Only an address of this machine may be without TLS.</summary>
    public static bool IsOne(Uri address) =>
        address.IsAbsoluteUri && address is { PathAndQuery: "/", Fragment.Length: 0, UserInfo.Length: 0 } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
