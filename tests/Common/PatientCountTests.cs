using Compensation.Common;

namespace Compensation.Tests.Common;

public sealed class PatientCountTests
{
    [Fact]
    public async Task Nobody_waits_for_a_long_walk_and_whoever_looks_meanwhile_sees_the_one_before()
    {
        TaskCompletionSource<int>? walking = null;
        int walks = 0;
        PatientCount<string, int> counts = new(_ => Interlocked.Increment(ref walks) == 1 ? Task.FromResult(1) : walking!.Task, TimeProvider.System);
        Assert.Equal(1, (await counts.LookAsync("kumamoto", CancellationToken.None).InTimeAsync())!.Count);

        walking = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (walks == 1)
        {
            Assert.Equal(1, (await counts.LookAsync("kumamoto", CancellationToken.None).InTimeAsync())!.Count);
        }

        CountedAt<int>[] many = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => counts.LookAsync("kumamoto", CancellationToken.None))).InTimeAsync())!;
        Assert.All(many, one => Assert.Equal(1, one.Count));
        Assert.Equal(2, walks);
        walking.SetException(new IOException("the store is away"));
        walking = new TaskCompletionSource<int>();
        walking.SetResult(3);
        while ((await LookAsync())!.Count != 3)
        {
            // One that fails leaves the count before; whoever looks next begins another.
        }

        async Task<CountedAt<int>?> LookAsync()
        {
            try
            {
                return await counts.LookAsync("kumamoto", CancellationToken.None).InTimeAsync();
            }
            catch (IOException)
            {
                return new CountedAt<int>(1, default);
            }
        }
    }
}
