using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Settings of the clients: retries, transport, further policies, protocol version.</summary>
public class TableClientOptions(TableClientOptions.ServiceVersion serviceVersion = TableClientOptions.ServiceVersion.V2020_12_06)
    : ClientOptions
{
    internal string VersionHeader { get; } = serviceVersion switch
    {
        ServiceVersion.V2019_02_02 => "2019-02-02",
        ServiceVersion.V2020_12_06 => "2020-12-06",
        _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
    };

    /// <summary>Version of the REST protocol.</summary>
    public enum ServiceVersion
    {
#pragma warning disable CA1707 // The official names.
        V2019_02_02 = 1,
        V2020_12_06 = 2,
#pragma warning restore CA1707
    }
}
