using System.Linq.Expressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The tables of one account.</summary>
public class TableServiceClient
{
    private readonly TableConnection _connection = null!;

    /// <summary>For mocks.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>From a connection string of the account.</summary>
    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <inheritdoc cref="TableServiceClient(string)"/>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
        => _connection = TableConnection.FromConnectionString(connectionString, options);

    /// <summary>With a shared access signature.</summary>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <inheritdoc cref="TableServiceClient(Uri, AzureSasCredential)"/>
    public TableServiceClient(Uri endpoint, AzureSasCredential credential, TableClientOptions? options = null)
        => _connection = TableConnection.Create(endpoint, new SasPolicy(credential), options);

    /// <summary>With an account key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, new TableClientOptions())
    {
    }

    /// <inheritdoc cref="TableServiceClient(Uri, TableSharedKeyCredential)"/>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
        => _connection = TableConnection.Create(endpoint, new SharedKeyLitePolicy(credential), options);

    /// <summary>With Microsoft Entra ID.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        => _connection = TableConnection.Create(endpoint, TableConnection.Bearer(tokenCredential), options);

    /// <summary>With an endpoint that carries a shared access signature in its query.</summary>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null)
        => _connection = TableConnection.FromSignedUri(endpoint, options);

    public virtual string AccountName => _connection.AccountName;

    public virtual Uri Uri => _connection.Endpoint;

    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        return new TableClient(_connection, tableName);
    }

    /// <summary>Creates a table; 409 <c>TableAlreadyExists</c> if there is one.</summary>
    public virtual Response<TableItem> CreateTable(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).CreateAsync(mayExist: false, async: false, cancellationToken).Now();

    /// <inheritdoc cref="CreateTable"/>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).CreateAsync(mayExist: false, async: true, cancellationToken).AsTask();

    /// <summary>Creates a table unless there is one, which the raw response tells by its status 409.</summary>
    public virtual Response<TableItem> CreateTableIfNotExists(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).CreateAsync(mayExist: true, async: false, cancellationToken).Now();

    /// <inheritdoc cref="CreateTableIfNotExists"/>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).CreateAsync(mayExist: true, async: true, cancellationToken).AsTask();

    /// <summary>Deletes a table. That there is none (404) is a normal answer.</summary>
    public virtual Response DeleteTable(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).DeleteAsync(async: false, cancellationToken).Now();

    /// <inheritdoc cref="DeleteTable"/>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default)
        => new TableOperations(_connection, tableName).DeleteAsync(async: true, cancellationToken).AsTask();

    /// <summary>Lists tables, by name.</summary>
    public virtual Pageable<TableItem> Query(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => new TablePageable<TableItem>(new TableListQuery(_connection, filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)"/>
    public virtual Pageable<TableItem> Query(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => Query(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)"/>
    public virtual Pageable<TableItem> Query(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => Query(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => new TableAsyncPageable<TableItem>(new TableListQuery(_connection, filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default)
        => QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="TableClient.CreateQueryFilter(FormattableString)"/>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.Format(filter);

    /// <inheritdoc cref="TableClient.CreateQueryFilter{T}(Expression{Func{T, bool}})"/>
    public static string CreateQueryFilter(Expression<Func<TableItem, bool>> filter) => LinqFilter.Translate(filter);
}
