using System.Linq.Expressions;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Inserts a row; 409 <c>EntityAlreadyExists</c> if there is one with the key.</summary>
    public virtual Response AddEntity<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.AddAsync(entity, async: false, cancellationToken).Now();

    /// <inheritdoc cref="AddEntity"/>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.AddAsync(entity, async: true, cancellationToken).AsTask();

    /// <summary>Reads a row; 404 <c>ResourceNotFound</c> if there is none.</summary>
    public virtual Response<T> GetEntity<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => Entities.GetAsync<T>(partitionKey, rowKey, select, async: false, cancellationToken).Now();

    /// <inheritdoc cref="GetEntity"/>
    public virtual Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => Entities.GetAsync<T>(partitionKey, rowKey, select, async: true, cancellationToken).AsTask();

    /// <summary>Reads a row; a response without a value if there is none.</summary>
    public virtual NullableResponse<T> GetEntityIfExists<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => Entities.GetIfExistsAsync<T>(partitionKey, rowKey, select, async: false, cancellationToken).Now();

    /// <inheritdoc cref="GetEntityIfExists"/>
    public virtual Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => Entities.GetIfExistsAsync<T>(partitionKey, rowKey, select, async: true, cancellationToken).AsTask();

    /// <summary>Writes a row whether or not there is one. Never conditional.</summary>
    public virtual Response UpsertEntity<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.UpsertAsync(entity, mode, async: false, cancellationToken).Now();

    /// <inheritdoc cref="UpsertEntity"/>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.UpsertAsync(entity, mode, async: true, cancellationToken).AsTask();

    /// <summary>Writes a row that exists: 404 if it does not, 412 if its version is another.</summary>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version expected, or <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">Whether other properties stay.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public virtual Response UpdateEntity<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.UpdateAsync(entity, ifMatch, mode, async: false, cancellationToken).Now();

    /// <inheritdoc cref="UpdateEntity"/>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
        => Entities.UpdateAsync(entity, ifMatch, mode, async: true, cancellationToken).AsTask();

    /// <summary>Deletes a row. That there is none (404) is a normal answer; 412 if its version is another.</summary>
    public virtual Response DeleteEntity(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        => Entities.DeleteAsync(partitionKey, rowKey, ifMatch, async: false, cancellationToken).Now();

    /// <inheritdoc cref="DeleteEntity(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        => Entities.DeleteAsync(partitionKey, rowKey, ifMatch, async: true, cancellationToken).AsTask();

    /// <inheritdoc cref="DeleteEntity(string, string, ETag, CancellationToken)"/>
    public virtual Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return Entities.DeleteAsync(entity.PartitionKey, entity.RowKey, ifMatch, async: false, cancellationToken).Now();
    }

    /// <inheritdoc cref="DeleteEntity(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return Entities.DeleteAsync(entity.PartitionKey, entity.RowKey, ifMatch, async: true, cancellationToken).AsTask();
    }

    /// <summary>Reads rows in the order of their keys, page by page.</summary>
    /// <param name="filter">OData filter; null for all.</param>
    /// <param name="maxPerPage">1 to 1000; the service may give fewer.</param>
    /// <param name="select">Names of the properties wanted; null for all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public virtual Pageable<T> Query<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => new TablePageable<T>(new EntityQuery<T>(_connection, _name, filter, select), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual Pageable<T> Query<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => Query<T>(LinqFilter.Translate(filter), maxPerPage, select, cancellationToken);

    /// <inheritdoc cref="Query{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => new TableAsyncPageable<T>(new EntityQuery<T>(_connection, _name, filter, select), maxPerPage, cancellationToken);

    /// <inheritdoc cref="Query{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
        => QueryAsync<T>(LinqFilter.Translate(filter), maxPerPage, select, cancellationToken);

    /// <summary>Applies up to 100 operations on different rows of one partition, all or none.</summary>
    /// <exception cref="TableTransactionFailedException">One operation failed; nothing was applied.</exception>
    public virtual Response<IReadOnlyList<Response>> SubmitTransaction(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        => new TransactionOperation(_connection, _name).SubmitAsync(transactionActions, async: false, cancellationToken).Now();

    /// <inheritdoc cref="SubmitTransaction"/>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        => new TransactionOperation(_connection, _name).SubmitAsync(transactionActions, async: true, cancellationToken).AsTask();
}
