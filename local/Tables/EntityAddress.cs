using System.Text;

namespace Compensation.Local.Tables;

/// <summary>What a request's path names: a table, and perhaps one row of it.</summary>
/// <param name="Table">The table.</param>
/// <param name="PartitionKey">Null where no row is named.</param>
/// <param name="RowKey">Null where no row is named.</param>
internal readonly record struct EntityAddress(string Table, string? PartitionKey, string? RowKey)
{
    /// <param name="path">The path without its first slash, unescaped: <c>x</c>, <c>x()</c> or <c>x(PartitionKey='p',RowKey='r')</c>.</param>
    public static EntityAddress Parse(string path)
    {
        int open = path.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || path.EndsWith("()", StringComparison.Ordinal))
        {
            return new EntityAddress(open < 0 ? path : path[..open], null, null);
        }

        const string First = "PartitionKey=";
        const string Second = ",RowKey=";
        int at = open + 1;
        string partitionKey = Literal(path, First, ref at);
        string rowKey = Literal(path, Second, ref at);
        return at == path.Length - 1 && path[at] == ')' ? new EntityAddress(path[..open], partitionKey, rowKey) : throw Unreadable();
    }

    private static string Literal(string path, string name, ref int at)
    {
        if (!path.AsSpan(at).StartsWith(name) || at + name.Length >= path.Length || path[at + name.Length] != '\'')
        {
            throw Unreadable();
        }

        at += name.Length + 1;
        int quote = path.IndexOf('\'', at);
        if (quote >= 0 && !path.AsSpan(quote + 1).StartsWith("'"))
        {
            string plain = path[at..quote];
            at = quote + 1;
            return plain;
        }

        StringBuilder value = new();
        for (; at < path.Length; at++)
        {
            if (path[at] == '\'')
            {
                at++;
                if (at >= path.Length || path[at] != '\'')
                {
                    return value.ToString();
                }
            }

            value.Append(path[at]);
        }

        throw Unreadable();
    }

    private static ServiceErrorException Unreadable() => new(ServiceError.Invalid("The address of the entity cannot be read."));
}
