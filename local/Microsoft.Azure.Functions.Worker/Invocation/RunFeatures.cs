using System.Collections;

namespace Microsoft.Azure.Functions.Worker;

internal sealed class RunFeatures(InvocationResult result) : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = new() { [typeof(InvocationResult)] = result };

    public void Set<T>(T instance) => _features[typeof(T)] = instance ?? throw new ArgumentNullException(nameof(instance));

    public T? Get<T>() => _features.TryGetValue(typeof(T), out object? feature) ? (T)feature : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
