namespace Compensation.Local.Tables;

/// <summary>Names as they stand in the protocol.</summary>
internal static class WireNames
{
    public const string Binary = "Edm.Binary";
    public const string DateTime = "Edm.DateTime";
    public const string Double = "Edm.Double";
    public const string Guid = "Edm.Guid";
    public const string Int32 = "Edm.Int32";
    public const string Int64 = "Edm.Int64";

    public const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    public const string NextRowKey = "x-ms-continuation-NextRowKey";
    public const string NextTableName = "x-ms-continuation-NextTableName";

    public const string MinimalMetadata = "application/json;odata=minimalmetadata";
}
