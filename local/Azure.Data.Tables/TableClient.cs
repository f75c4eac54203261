using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>One table.</summary>
public partial class TableClient
{
    private readonly TableConnection _connection = null!;
    private readonly string _name = null!;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
    }

    /// <summary>From a connection string of the account.</summary>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <inheritdoc cref="TableClient(string, string)"/>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableConnection.FromConnectionString(connectionString, options), tableName)
    {
    }

    /// <summary>With the table's own address and a shared access signature.</summary>
    public TableClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
    {
        (Uri account, _name) = TableConnection.SplitTableUri(endpoint);
        _connection = TableConnection.Create(account, new SasPolicy(credential), options);
    }

    /// <summary>With the table's own address, which carries a shared access signature in its query.</summary>
    public TableClient(Uri endpoint, TableClientOptions? options = null)
    {
        (Uri account, _name) = TableConnection.SplitTableUri(endpoint);
        _connection = TableConnection.FromSignedUri(account, options);
    }

    /// <summary>With an account key.</summary>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <inheritdoc cref="TableClient(Uri, string, TableSharedKeyCredential)"/>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, new SharedKeyLitePolicy(credential), options), tableName)
    {
    }

    /// <summary>With Microsoft Entra ID.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableConnection.Create(endpoint, TableConnection.Bearer(tokenCredential), options), tableName)
    {
    }

    internal TableClient(TableConnection connection, string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        _connection = connection;
        _name = tableName;
    }

    public virtual string AccountName => _connection.AccountName;

    public virtual string Name => _name;

    public virtual Uri Uri => new($"{_connection.Endpoint.AbsoluteUri.TrimEnd('/')}/{_name}");

    private TableOperations Table => new(_connection, _name);

    private EntityOperations Entities => new(_connection, _name);

    /// <summary>Creates the table; 409 <c>TableAlreadyExists</c> if there is one.</summary>
    public virtual Response<TableItem> Create(CancellationToken cancellationToken = default)
        => Table.CreateAsync(mayExist: false, async: false, cancellationToken).Now();

    /// <inheritdoc cref="Create"/>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
        => Table.CreateAsync(mayExist: false, async: true, cancellationToken).AsTask();

    /// <summary>Creates the table unless there is one, which the raw response tells by its status 409.</summary>
    public virtual Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default)
        => Table.CreateAsync(mayExist: true, async: false, cancellationToken).Now();

    /// <inheritdoc cref="CreateIfNotExists"/>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
        => Table.CreateAsync(mayExist: true, async: true, cancellationToken).AsTask();

    /// <summary>Deletes the table. That there is none (404) is a normal answer.</summary>
    public virtual Response Delete(CancellationToken cancellationToken = default)
        => Table.DeleteAsync(async: false, cancellationToken).Now();

    /// <inheritdoc cref="Delete"/>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
        => Table.DeleteAsync(async: true, cancellationToken).AsTask();

    /// <summary>
    /// Writes values into a filter as the service reads them: <c>CreateQueryFilter($"Name eq {name} and Yen gt {0L}")</c>.
    /// </summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Format(filter);

    /// <summary>Translates comparisons, <c>&amp;&amp;</c>, <c>||</c> and <c>!</c> of an entity's properties.</summary>
    /// <exception cref="NotSupportedException">The service has no such operation.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => LinqFilter.Translate(filter);
}
