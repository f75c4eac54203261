using System.Globalization;
using System.Text;

namespace Compensation.Local.Tables;

/// <summary>The query part of an address, unescaped.</summary>
internal sealed record QueryOptions(string? Filter, string? Select, int Top, RowPosition? From, string? FromTable)
{
    private const int LargestPage = 1_000;

    public static QueryOptions Parse(string query)
    {
        QueryOptions options = new(null, null, LargestPage, null, null);
        string? partition = null;
        string? row = null;
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string value = equals < 0 ? "" : Escapes.Decode(part[(equals + 1)..]);
            switch (Escapes.Decode(equals < 0 ? part : part[..equals]))
            {
                case "$filter": options = options with { Filter = value }; break;
                case "$select": options = options with { Select = value }; break;
                case "$top": options = options with { Top = PageSize(value) }; break;
                case "NextPartitionKey": partition = value; break;
                case "NextRowKey": row = value; break;
                case "NextTableName": options = options with { FromTable = value }; break;
            }
        }

        return partition is null ? options : options with { From = new RowPosition(Decode(partition), Decode(row)) };
    }

    /// <summary>A key as a continuation token: base64, since a header takes ASCII only.</summary>
    public static string Encode(ReadOnlySpan<byte> key) => "1!" + Convert.ToBase64String(key);

    private static byte[] Decode(string? token)
    {
        if (token is null)
        {
            return [];
        }

        Span<byte> bytes = new byte[token.Length];
        return token.StartsWith("1!", StringComparison.Ordinal) && Convert.TryFromBase64String(token[2..], bytes, out int length)
            ? bytes[..length].ToArray()
            : throw new ServiceErrorException(ServiceError.Invalid("The continuation token is none of this service's."));
    }

    private static int PageSize(string top)
        => int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= LargestPage
            ? size
            : throw new ServiceErrorException(ServiceError.Invalid($"$top must be a number from 1 to {LargestPage}."));
}
